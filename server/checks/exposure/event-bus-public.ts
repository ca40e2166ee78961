import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { asObject, asText, parseJson } from '#server/domain/json.ts'
import type { EventBusRecord } from '#server/domain/records/event-bus-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Danger, judgeSourcePolicy } from './source-policy.ts'
import { notApplicable } from './verdicts.ts'

const DANGERS: Danger[] = [
  {
    action: 'events:PutEvents',
    harm: 'put events on it, which invoke the targets of its rules',
    severity: 'high',
  },
  { action: 'events:PutRule', harm: 'make rules on it', severity: 'medium' },
  { action: 'events:PutTargets', harm: 'send its events elsewhere', severity: 'medium' },
]

function evaluate(record: EventBusRecord): Verdict {
  if (record.policy.state === 'absent')
    return notApplicable('It has no policy: its own account alone puts events on it.')
  return judgeSourcePolicy(`event bus ${record.name}`, record.policy, {
    resource: record.arn,
    region: record.region,
    dangers: DANGERS,
  })
}

/** Source: EventBridge User Guide, "Permissions for event buses". */
export const eventBusPublic = defineCheck({
  id: 'event-bus-public',
  title: 'Event bus is open to everyone',
  group: 'exposure',
  kind: 'event-bus',
  severity: 'high',
  severityNote: null,
  alerts: true,
  why: 'Anyone with an AWS account can put events on the bus, in the name of any application, and so invoke the functions that its rules lead to.',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html'],
  needs: ['event-buses'],
  elsewhere: ['Prowler eventbridge_bus_exposed'],
  risks: ['event-data-injection', 'denial-of-service'],
  alertTitle: (record) => `Event bus ${record.name} is open to everyone`,
  evaluate,
  remediate: (record, verdict) => {
    const commands = verdict.evidence.flatMap(({ value }) => {
      const sid = asText(asObject(parseJson(value)).Sid)
      return sid === undefined
        ? []
        : [
            `aws events remove-permission ${regionOf(record)} --event-bus-name ${shellWord(record.name)} --statement-id ${shellWord(sid)}`,
          ]
    })
    return {
      text: 'Remove the statement, and grant the accounts that are meant, or the organisation by aws:PrincipalOrgID, in its place.',
      cli: commands.join('\n') || null,
      cloudformation: null,
      terraform: null,
    }
  },
})
