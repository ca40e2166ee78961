import { known } from '#server/domain/field.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import { ACCOUNT_ID, REGION } from '#server/testing/factories.ts'

/** An account with the usual limits, of which nothing is reserved and a tenth of the storage is used. */
export function makeAccountSettings(values: Partial<AccountSettingsRecord> = {}): AccountSettingsRecord {
  return {
    kind: 'account-settings',
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:account-settings`,
    name: 'account-settings',
    accountId: ACCOUNT_ID,
    region: REGION,
    concurrentExecutions: known(1000),
    unreservedConcurrentExecutions: known(1000),
    totalCodeSizeLimitBytes: known(80_530_636_800),
    codeSizeUnzippedLimitBytes: known(262_144_000),
    codeSizeZippedLimitBytes: known(52_428_800),
    functionCount: known(10),
    totalCodeSizeBytes: known(8_053_063_680),
    unknownFields: [],
    ...values,
  }
}
