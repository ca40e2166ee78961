import { GetTopicAttributesCommand } from '@aws-sdk/client-sns'
import type { Operation } from '#server/aws/operation.ts'
import { parseArn } from '#server/domain/arn.ts'
import { mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readBatches } from './read-each.ts'
import { readText, type Shape, unknownMembers } from './read-field.ts'
import { inAnswer, readObject } from './read-object.ts'

const getTopicAttributes: Operation = {
  service: 'sns',
  name: 'GetTopicAttributes',
  permission: 'sns:GetTopicAttributes',
  costUsd: 0,
  hides: 'who may publish to a topic that calls functions, and whether its messages are encrypted',
}

const ATTRIBUTES: Shape = Object.fromEntries(
  'TopicArn Owner DisplayName Policy DeliveryPolicy EffectiveDeliveryPolicy KmsMasterKeyId TracingConfig SignatureVersion FifoTopic FifoThroughputScope ContentBasedDeduplication ArchivePolicy BeginningArchiveTime SubscriptionsConfirmed SubscriptionsPending SubscriptionsDeleted ApplicationSuccessFeedbackRoleArn ApplicationSuccessFeedbackSampleRate ApplicationFailureFeedbackRoleArn FirehoseSuccessFeedbackRoleArn FirehoseSuccessFeedbackSampleRate FirehoseFailureFeedbackRoleArn HTTPSuccessFeedbackRoleArn HTTPSuccessFeedbackSampleRate HTTPFailureFeedbackRoleArn LambdaSuccessFeedbackRoleArn LambdaSuccessFeedbackSampleRate LambdaFailureFeedbackRoleArn SQSSuccessFeedbackRoleArn SQSSuccessFeedbackSampleRate SQSFailureFeedbackRoleArn DataProtectionPolicy'
    .split(' ')
    .map((name) => [name, true as const]),
)

/**
 * The topics of the region that functions subscribe to or send failed events to, by ARN. One that is gone is left out;
 * one of another account mostly ends in a denial.
 */
export const topics = defineCollector<TopicRecord, readonly string[]>({
  id: 'topics',
  title: 'SNS topics',
  scope: 'region',
  kind: 'topic',
  changedBy: ['sns.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [getTopicAttributes],
  async *collect(context, arns): Batches<TopicRecord> {
    const here = [...new Set(arns ?? [])].filter((text) => {
      const arn = parseArn(text)
      return arn?.service === 'sns' && arn.region === context.region && !arn.resource.includes(':')
    })
    yield* readBatches(context, here, (arn) => readTopic(context, arn))
    return { complete: true }
  },
})

async function readTopic(context: CollectorContext, arn: string): Promise<TopicRecord | undefined> {
  const command = new GetTopicAttributesCommand({ TopicArn: arn })
  const options = { resource: arn, member: 'Attributes' }
  const attributes = await readObject(context, getTopicAttributes, command, options)
  if (attributes.state === 'absent') return undefined
  return {
    kind: 'topic',
    arn,
    name: parseArn(arn)?.resource ?? arn,
    accountId: context.account.id,
    region: context.region,
    policy: mapField(
      inAnswer(attributes, (from) => readText(from, 'Policy')),
      parsePolicyDocument,
    ),
    kmsKeyId: inAnswer(attributes, (from) => readText(from, 'KmsMasterKeyId')),
    unknownFields: attributes.state === 'known' ? unknownMembers(attributes.value, ATTRIBUTES) : [],
  }
}
