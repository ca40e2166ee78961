import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

/** An EventBridge event bus. */
export type EventBusRecord = {
  kind: 'event-bus'
  arn: string
  name: string
  accountId: string
  region: string
  policy: Field<PolicyDocument>
  unknownFields: string[]
}
