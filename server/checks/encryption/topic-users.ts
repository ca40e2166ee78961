import { onceAList } from '#server/checks/once-a-list.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import type { TopicSubscriptionRecord } from '#server/domain/records/topic-subscription-record.ts'

const subscribed = onceAList(
  (list: readonly TopicSubscriptionRecord[]) => new Set(list.map(({ topicArn }) => topicArn)),
)

/** ARNs that functions send events to; `complete` where all of them were seen. */
const targets = onceAList((functions: readonly FunctionRecord[]) => {
  const arns = new Set<string>()
  let complete = true
  for (const { eventInvokeConfigs, deadLetterTargetArn } of functions) {
    if (isUnseen(eventInvokeConfigs) || isUnseen(deadLetterTargetArn)) complete = false
    if (deadLetterTargetArn.state === 'known') arns.add(deadLetterTargetArn.value)
    for (const { onFailure, onSuccess } of valueOr(eventInvokeConfigs, []) ?? [])
      for (const arn of [onFailure, onSuccess]) if (arn !== undefined) arns.add(arn)
  }
  return { arns, complete }
})

/** Whether a function has to do with a topic; undefined where not everything was read that could tell. */
export function isTopicUsed(record: TopicRecord, around: Surroundings): boolean | undefined {
  const subscriptions = around.all('topic-subscription', record)
  const functions = around.all('function', record)
  if (subscriptions.state !== 'known' || functions.state !== 'known') return undefined
  const { arns, complete } = targets(functions.value)
  if (subscribed(subscriptions.value).has(record.arn) || arns.has(record.arn)) return true
  return complete ? false : undefined
}
