import type { Field } from '#server/domain/field.ts'

/** Lambda's limits and usage of an account in one region, from GetAccountSettings. */
export type AccountSettingsRecord = {
  kind: 'account-settings'
  arn: string
  name: string
  accountId: string
  region: string
  concurrentExecutions: Field<number>
  unreservedConcurrentExecutions: Field<number>
  totalCodeSizeLimitBytes: Field<number>
  codeSizeUnzippedLimitBytes: Field<number>
  codeSizeZippedLimitBytes: Field<number>
  functionCount: Field<number>
  totalCodeSizeBytes: Field<number>
  unknownFields: string[]
}
