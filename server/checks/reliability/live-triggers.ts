import { type Field, mapField, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { firstUnseen, unseen } from './verdicts.ts'

/** Triggers that are known to be live. */
export function liveTriggers(record: FunctionRecord, around: Surroundings): Field<Trigger[]> {
  return mapField(around.triggers(record.arn), (triggers) => triggers.filter((one) => one.live === true))
}

/** Where an API, a URL, a load balancer, a distribution or a sign-in waits for the answer. */
const FRONT_DOORS = new Set(['api', 'url', 'elb', 'cloudfront', 'cognito'])

export const isFrontDoor = ({ kind, invocation }: Trigger) =>
  FRONT_DOORS.has(kind) && invocation === 'synchronous'

const unseenPolicies = ({ policy, qualifiedPolicies }: FunctionRecord) =>
  firstUnseen([
    ['Resource policy', policy],
    ['Resource policies of aliases and versions', qualifiedPolicies],
  ])

const SCHEDULES = /\bschedules\b|^arn:[\w-]+:scheduler:/

/**
 * What may hide a source that invokes asynchronously, in one sentence; null where nothing does. All but schedules need a
 * grant, so that one that was not collected shows as a trigger of which it is not known whether it is live.
 */
export function hiddenSender(record: FunctionRecord, around: Surroundings): string | null {
  const policies = unseenPolicies(record)
  if (policies) return policies
  const reach = around.reach(record.arn)
  if (reach.state !== 'known') return unseen('Reach', reach)
  return reach.value.unseen.find((sentence) => SCHEDULES.test(sentence)) ?? null
}

/**
 * What may hide a live trigger of some kinds that need a grant, in one sentence; null where nothing does. A source that
 * was not collected shows as a grant of which it is not known whether it is live.
 */
export function hiddenTrigger(
  record: FunctionRecord,
  around: Surroundings,
  isMeant: (trigger: Trigger) => boolean,
): string | null {
  const policies = unseenPolicies(record)
  if (policies) return policies
  const doubtful = (valueOr(around.triggers(record.arn), []) ?? []).find(
    (one) => one.live === null && isMeant(one),
  )
  return doubtful ? `Whether ${titleOf(doubtful)} still invokes it: ${doubtful.liveReason}.` : null
}

/** `SQS jobs` and the like: a trigger in a few words. */
export const titleOf = ({ kind, sourceName }: Trigger) => `${kind} ${sourceName}`

const EDGE_EVENT = /^(?:viewer|origin)-(?:request|response) of /

/** Whether a distribution runs it as Lambda@Edge; replicas of it run and log all over the world. */
export function runsAtEdge({ arn }: FunctionRecord, around: Surroundings): boolean {
  const triggers = valueOr(around.triggers(arn), []) ?? []
  return triggers.some(({ kind, detail }) => kind === 'cloudfront' && EDGE_EVENT.test(detail))
}
