import type { Field } from '#server/domain/field.ts'

/** A subscription filter that sends a log group's events to a function. */
export type LogSubscriptionRecord = {
  kind: 'log-subscription'
  /** The log group's ARN, then `:subscription-filter:` and the filter's name. */
  arn: string
  name: string
  accountId: string
  region: string
  logGroup: string
  functionArn: string
  pattern: Field<string>
  unknownFields: string[]
}
