import type { Field } from '#server/domain/field.ts'

export type EventRuleTarget = {
  id: string
  arn: string
  deadLetterArn?: string
  maximumRetryAttempts?: number
  maximumEventAgeSeconds?: number
}

/** An EventBridge rule with its targets. */
export type EventRuleRecord = {
  kind: 'event-rule'
  arn: string
  name: string
  accountId: string
  region: string
  bus: string
  /** ENABLED | DISABLED | ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. */
  state: Field<string>
  schedule: Field<string>
  pattern: Field<string>
  managedBy: Field<string>
  targets: Field<EventRuleTarget[]>
  unknownFields: string[]
}
