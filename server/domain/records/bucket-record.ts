import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

export type BucketNotification = {
  id: string
  functionArn: string
  events: string[]
  prefix?: string
  suffix?: string
}

/** An S3 bucket with the functions that it notifies. Stored under the global region. */
export type BucketRecord = {
  kind: 'bucket'
  arn: string
  name: string
  accountId: string
  region: string
  bucketRegion: Field<string>
  notifications: Field<BucketNotification[]>
  /** Whether it sends its events to EventBridge as well. */
  eventBridge: Field<boolean>
  policy?: Field<PolicyDocument>
  /** Whether the bucket's own and the account's settings together keep policies and lists from opening it to the public. */
  blocksPublicPolicy?: Field<boolean>
  unknownFields: string[]
}
