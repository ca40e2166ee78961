import type { Field } from '#server/domain/field.ts'

/** A subscription of a function to an SNS topic. */
export type TopicSubscriptionRecord = {
  kind: 'topic-subscription'
  /** The subscription's ARN. */
  arn: string
  /** The topic's name. */
  name: string
  accountId: string
  region: string
  topicArn: string
  functionArn: string
  filterPolicy: Field<string>
  deadLetterArn: Field<string>
  pendingConfirmation: Field<boolean>
  unknownFields: string[]
}
