import { oncePerPlace } from '#server/checks/secrets/once-per-place.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'

/** ARNs that functions of a place subscribe to or send events to; `complete` where all that could tell was read. */
const targets = oncePerPlace((around, place) => {
  const subscriptions = around.all('topic-subscription', place)
  const functions = around.all('function', place)
  const arns = new Set((valueOr(subscriptions, []) ?? []).map(({ topicArn }) => topicArn))
  let complete = subscriptions.state === 'known' && functions.state === 'known'
  for (const { eventInvokeConfigs, deadLetterTargetArn } of valueOr(functions, []) ?? []) {
    if (isUnseen(eventInvokeConfigs) || isUnseen(deadLetterTargetArn)) complete = false
    if (deadLetterTargetArn.state === 'known') arns.add(deadLetterTargetArn.value)
    for (const { onFailure, onSuccess } of valueOr(eventInvokeConfigs, []) ?? [])
      for (const arn of [onFailure, onSuccess]) if (arn !== undefined) arns.add(arn)
  }
  return { arns, complete }
})

/** Whether a function has to do with a topic; undefined where not everything was read that could tell. */
export function isTopicUsed(record: TopicRecord, around: Surroundings): boolean | undefined {
  const { arns, complete } = targets(around, record)
  if (arns.has(record.arn)) return true
  return complete ? false : undefined
}
