import { type Field, mapField, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'

/** Triggers that are known to be live. */
export function liveTriggers(record: FunctionRecord, around: Surroundings): Field<Trigger[]> {
  return mapField(around.triggers(record.arn), (triggers) => triggers.filter((one) => one.live === true))
}

/** Where an API, a URL, a load balancer, a distribution or a sign-in waits for the answer. */
const FRONT_DOORS = new Set(['api', 'url', 'elb', 'cloudfront', 'cognito'])

export const isFrontDoor = ({ kind, invocation }: Trigger) =>
  FRONT_DOORS.has(kind) && invocation === 'synchronous'

const ASYNC_KINDS = [
  ['event-rule', 'EventBridge rules'],
  ['schedule', 'schedules'],
  ['topic-subscription', 'SNS subscriptions'],
  ['log-subscription', 'log subscriptions'],
] as const

/** Kinds of sources that invoke asynchronously and were not collected where the function is. */
export function uncollectedSenders({ accountId, region }: FunctionRecord, around: Surroundings): string[] {
  const here = ASYNC_KINDS.filter(([kind]) => around.all(kind, { accountId, region }).state !== 'known')
  const buckets = around.all('bucket', { accountId, region: GLOBAL_REGION }).state === 'known'
  return [...here.map(([, what]) => what), ...(buckets ? [] : ['buckets'])]
}

/** `SQS jobs` and the like: a trigger in a few words. */
export const titleOf = ({ kind, sourceName }: Trigger) => `${kind} ${sourceName}`

const EDGE_EVENT = /^(?:viewer|origin)-(?:request|response) of /

/** Whether a distribution runs it as Lambda@Edge; replicas of it run and log all over the world. */
export function runsAtEdge({ arn }: FunctionRecord, around: Surroundings): boolean {
  const triggers = valueOr(around.triggers(arn), []) ?? []
  return triggers.some(({ kind, detail }) => kind === 'cloudfront' && EDGE_EVENT.test(detail))
}
