import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

/** An SNS topic that functions subscribe to or send failed events to. */
export type TopicRecord = {
  kind: 'topic'
  arn: string
  name: string
  accountId: string
  region: string
  policy: Field<PolicyDocument>
  kmsKeyId: Field<string>
  unknownFields: string[]
}
