import type { Field } from '#server/domain/field.ts'

/** A CloudWatch Logs log group that a function writes to. */
export type LogGroupRecord = {
  kind: 'log-group'
  /** Without the trailing `:*`. */
  arn: string
  name: string
  accountId: string
  region: string
  /** Absent: events never expire. */
  retentionDays: Field<number>
  kmsKeyArn: Field<string>
  storedBytes: Field<number>
  createdAt: Field<string>
  unknownFields: string[]
}
