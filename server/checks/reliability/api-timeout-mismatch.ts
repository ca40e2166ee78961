import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionChange } from './function-change.ts'
import { hiddenTrigger, isFrontDoor, liveTriggers } from './live-triggers.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

/** Where nothing is set. Source: API Gateway quotas; Cognito developer guide, Lambda triggers. */
const API_DEFAULT_MS = { REST: 29_000, WEBSOCKET: 29_000, HTTP: 30_000 }
const COGNITO_MS = 5000

const parameters = z.object({
  toleranceSeconds: z
    .number()
    .int()
    .min(0)
    .max(900)
    .default(1)
    .describe('Seconds by which the function may outlast its caller'),
})

type Wait = { label: string; ms: number }

function waitsOfApi(api: ApiRecord, functionArn: string): Wait[] {
  return (valueOr(api.routes, []) ?? []).flatMap(({ key, integration }) => {
    const target = integration?.functionArn && functionTarget(integration.functionArn, homeOf(api))
    if (!target || target.arn !== functionArn || integration.invocation !== 'synchronous') return []
    const ms = integration.timeoutMs ?? API_DEFAULT_MS[api.protocol]
    return [{ label: `${api.protocol} API ${api.name}, route ${key}`, ms }]
  })
}

function waitsOf(triggers: Trigger[], record: FunctionRecord, around: Surroundings): Wait[] {
  const doors = triggers.filter(isFrontDoor)
  const apis = [...new Set(doors.filter(({ kind }) => kind === 'api').map(({ source }) => source))]
  return [
    ...apis.flatMap((arn) => {
      const api = around.find('api', arn)
      return api.state === 'known' ? waitsOfApi(api.value, record.arn) : []
    }),
    ...doors
      .filter(({ kind }) => kind === 'cognito')
      .map(({ sourceName, detail }) => ({ label: `Cognito ${sourceName}, ${detail}`, ms: COGNITO_MS })),
  ]
}

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { toleranceSeconds }: z.output<typeof parameters>,
): Verdict {
  const triggers = liveTriggers(record, around)
  if (triggers.state !== 'known')
    return unknown(unseen('Triggers', triggers) ?? 'Its triggers were not seen.')
  const waits = waitsOf(triggers.value, record, around)
  const shortest = waits.toSorted((a, b) => a.ms - b.ms)[0]
  const hidden = shortest ? null : hiddenTrigger(record, around, isFrontDoor)
  if (hidden) return unknown(hidden)
  if (!shortest) return notApplicable('No API and no user pool waits for it.')
  const seconds = valueOr<number | null>(record.timeoutSeconds, null)
  if (seconds === undefined || seconds === null)
    return unknown(unseen('Timeout', record.timeoutSeconds) ?? 'Its timeout is not told.')
  const evidence = [
    { label: 'Timeout of the function', value: `${seconds} s` },
    ...waits.slice(0, 10).map(({ label, ms }) => ({ label, value: `waits ${ms / 1000} s` })),
  ]
  if (seconds * 1000 <= shortest.ms + toleranceSeconds * 1000) return pass(...evidence)
  const summary = `It may run for ${seconds} s, but ${shortest.label} gives up after ${shortest.ms / 1000} s: the work goes on for nobody.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const apiTimeoutMismatch = defineCheck({
  id: 'api-timeout-mismatch',
  title: 'Function outlasts the caller that waits for it',
  group: 'reliability',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'The caller gets an error and tries again while the first execution still runs. Work is done twice, paid for, and holds concurrency that others need.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html'],
  needs: ['functions', 'apis'],
  elsewhere: [],
  risks: ['denial-of-service', 'improper-exception-handling'],
  parameters,
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Set the function’s timeout below what the caller waits, or hand long work to a queue and answer at once. The value 28 is an example for a REST API; look at the durations first.',
      options: '--timeout 28',
      cloudformation: { Timeout: 28 },
      terraform: { timeout: 28 },
    }),
})
