import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'

/** Whether a function has to do with a topic; undefined where not everything was read that could tell. */
export function isTopicUsed(record: TopicRecord, around: Surroundings): boolean | undefined {
  const subscriptions = around.all('topic-subscription', record)
  const functions = around.all('function', record)
  if (subscriptions.state !== 'known' || functions.state !== 'known') return undefined
  if (subscriptions.value.some(({ topicArn }) => topicArn === record.arn)) return true
  let isHidden = false
  for (const { eventInvokeConfigs, deadLetterTargetArn } of functions.value) {
    isHidden ||= isUnseen(eventInvokeConfigs) || isUnseen(deadLetterTargetArn)
    if (deadLetterTargetArn.state === 'known' && deadLetterTargetArn.value === record.arn) return true
    const configs = valueOr(eventInvokeConfigs, []) ?? []
    if (configs.some(({ onFailure, onSuccess }) => onFailure === record.arn || onSuccess === record.arn))
      return true
  }
  return isHidden ? undefined : false
}
