import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

/** A queue or stream that a mapping reads, or a queue that failed events go to. */
export type EventSourceRecord = {
  kind: 'event-source'
  arn: string
  name: string
  /** The account that was asked; the ARN may be another account's. */
  accountId: string
  region: string
  /** sqs | kinesis | dynamodb. */
  sourceType: string
  /** False when AWS says that there is no such queue or stream. */
  exists: Field<boolean>
  retentionSeconds: Field<number>
  visibilityTimeoutSeconds: Field<number>
  shardCount: Field<number>
  deadLetterTargetArn: Field<string>
  maxReceiveCount: Field<number>
  encrypted: Field<boolean>
  kmsKeyId?: Field<string>
  /** A queue's own. */
  policy?: Field<PolicyDocument>
  unknownFields: string[]
}
