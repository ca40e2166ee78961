import { defineCheck } from '#server/checks/define-check.ts'
import { openDoors } from '#server/checks/exposure/reach-doors.ts'
import { recordingOf } from '#server/checks/logging/invocations-unrecorded.ts'
import { logGroupMissing } from '#server/checks/logging/log-group-missing.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { certainDoors, OPEN_CHECKS, openBesidesAuthorizing, severityOfDoors } from './open-part.ts'
import { breakApart } from './open-remedy.ts'
import { holds, judgeTogether, missing, type PartFound, unseen } from './part.ts'

/** Whether somebody writes down who comes in; undefined where that was not looked at, as of load balancers and CloudFront. */
function isLogged(door: ReachAnswer, record: FunctionRecord, around: Surroundings): boolean | undefined {
  if (door.via === 'url') return false
  if (door.via !== 'api') return undefined
  const triggers = valueOr(around.triggers(record.arn), []) ?? []
  const source = triggers.find(({ key }) => key === door.triggerKey)?.source
  const api = source === undefined ? undefined : around.find('api', source)
  const stages = api?.state === 'known' ? valueOr(api.value.stages, undefined) : undefined
  const live = stages?.filter(({ deploymentId, autoDeploy }) => deploymentId !== undefined || autoDeploy)
  return live?.every(({ accessLogArn }) => accessLogArn !== undefined)
}

function unloggedPart(record: FunctionRecord, around: Surroundings): PartFound {
  const group = logGroupMissing.evaluate(record, around)
  if (group.state === 'fail') return holds('nothing that it logs is kept', group.evidence)
  const recorded = recordingOf(record, around)
  if (recorded.state === 'pass') return missing('A trail records who invokes it.')
  const reach = around.reach(record.arn)
  const open = reach.state === 'known' ? openDoors(reach.value) : []
  const doors = [...certainDoors(record, open, around), ...open.filter(({ via }) => via === 'url')]
  const logged = doors.map((door) => isLogged(door, record, around))
  const isBlind = doors.length === 0 || logged.includes(false)
  if (!isBlind && !logged.includes(undefined)) return missing('Access logs tell who calls it.')
  if (recorded.state === 'unknown') return unseen(recorded.reason)
  if (recorded.state !== 'fail') return missing('Its invocations are recorded.')
  if (!isBlind)
    return unseen('Whether the load balancer or distribution before it writes access logs was not looked at.')
  return holds('nobody writes down who calls it', [
    ...recorded.evidence,
    ...doors.flatMap(({ entry, via }, i) =>
      logged[i] === false ? [{ label: entry ?? via, value: 'No access log' }] : [],
    ),
  ])
}

export const openUnlogged = defineCheck({
  id: 'open-unlogged',
  title: 'Open to everyone and nobody writes it down',
  group: 'combined',
  kind: 'function',
  severity: 'high',
  severityNote:
    'Medium where an API is the only way in: it has metrics, and a limit for the account, of its own.',
  alerts: true,
  parts: [...OPEN_CHECKS, 'log-group-missing', 'invocations-unrecorded', 'api-access-logging-off'],
  why: 'Strangers can try it for as long as they like. Nobody sees it while it happens, and nobody can tell afterwards what they did.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html'],
  needs: ['functions', 'trails', 'log-groups'],
  elsewhere: [],
  risks: ['inadequate-monitoring', 'broken-authentication'],
  alertTitle: (record) => `Open to everyone and nobody writes it down: ${record.name}`,
  evaluate: (record, around) =>
    judgeTogether(record, around, [openBesidesAuthorizing, unloggedPart], severityOfDoors(record, around)),
  remediate: () =>
    breakApart(
      'Switch on access logs of the API stage, and data events of Lambda in a trail; the price of both goes by requests.',
    ),
})
