import type { Partition } from '#demo/estate/model.ts'
import { uuidFrom } from '#demo/estate/prng.ts'
import { fate, grantedSources } from './grants.ts'

export type SubscriptionSpec = {
  arn: string
  topicArn: string
  protocol: string
  endpoint: string
  owner: string
  attributes: Record<string, string>
}

/** SNS subscriptions: of most functions that grant it, of one that does not, and others of each topic. */
export function makeSubscriptions({ account, region, functions }: Partition): SubscriptionSpec[] {
  const make = (
    topicArn: string,
    protocol: string,
    endpoint: string,
    attributes: Record<string, string> = {},
  ): SubscriptionSpec => {
    const arn = `${topicArn}:${uuidFrom('subscription', topicArn, endpoint)}`
    const pending = protocol === 'email'
    return {
      arn: pending ? 'PendingConfirmation' : arn,
      topicArn,
      protocol,
      endpoint,
      owner: account.id,
      attributes: { PendingConfirmation: 'false', RawMessageDelivery: 'false', ...attributes },
    }
  }
  const topics = new Set<string>()
  const subscriptions = functions.flatMap((fn) =>
    grantedSources(fn, 'sns').flatMap((topicArn) => {
      const draw = fate(fn.arn, topicArn)
      topics.add(topicArn)
      if (draw < 0.06) return []
      const queue = `arn:aws:sqs:${region}:${account.id}:${fn.service}-failed`
      return [
        make(topicArn, 'lambda', fn.arn, {
          ...(draw > 0.65 ? { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue }) } : {}),
          ...(draw < 0.3
            ? { FilterPolicy: '{"type":["created"]}', FilterPolicyScope: 'MessageAttributes' }
            : {}),
        }),
      ]
    }),
  )
  const silent = functions.filter((fn) => fn.statements.length === 0 && fn.rawPolicy === undefined)[1]
  if (silent) subscriptions.push(make(`arn:aws:sns:${region}:${account.id}:on-call`, 'lambda', silent.arn))
  for (const topic of topics) {
    subscriptions.push(make(topic, 'sqs', topic.replace(':sns:', ':sqs:')))
    if (fate(topic, 'mail') < 0.3) subscriptions.push(make(topic, 'email', 'team@shop.example'))
  }
  return subscriptions
}
