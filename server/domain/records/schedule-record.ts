import type { Field } from '#server/domain/field.ts'

/** A schedule of EventBridge Scheduler whose target is a function. */
export type ScheduleRecord = {
  kind: 'schedule'
  arn: string
  name: string
  accountId: string
  region: string
  group: string
  state: Field<string>
  expression: Field<string>
  targetArn: Field<string>
  /** Scheduler calls as this role: it needs no grant in the function's policy. */
  roleArn: Field<string>
  deadLetterArn: Field<string>
  maximumRetryAttempts: Field<number>
  maximumEventAgeSeconds: Field<number>
  unknownFields: string[]
}
