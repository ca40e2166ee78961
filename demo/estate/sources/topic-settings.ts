import type { Partition } from '#demo/estate/model.ts'
import { fate } from './grants.ts'
import { topicPolicy } from './shared-access.ts'
import type { SubscriptionSpec } from './topics.ts'

export type TopicSpec = { arn: string; policy: string; kmsKeyId?: string }

/** The topics of a region: those with subscriptions, and those that results go to. The third takes messages of anyone. */
export function makeTopics(
  { account, functions }: Partition,
  subscriptions: readonly SubscriptionSpec[],
): Map<string, TopicSpec> {
  const targets = functions.flatMap(({ deadLetterArn, eventInvoke, mappings }) => [
    deadLetterArn,
    eventInvoke?.onFailureArn,
    eventInvoke?.onSuccessArn,
    ...mappings.map((mapping) => mapping.onFailureArn),
  ])
  const named = [...subscriptions.map(({ topicArn }) => topicArn), ...targets.flatMap((arn) => arn ?? [])]
  const own = named.filter((arn) => arn.split(':')[2] === 'sns' && arn.split(':')[4] === account.id)
  return new Map(
    [...new Set(own)].sort().map((arn, rank) => {
      const isEncrypted = fate(arn, 'encrypted') > 0.3
      return [
        arn,
        {
          arn,
          policy: topicPolicy(arn, account.id, rank === 2),
          ...(isEncrypted ? { kmsKeyId: 'alias/aws/sns' } : {}),
        },
      ]
    }),
  )
}
