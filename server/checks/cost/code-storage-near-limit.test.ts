import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeAccountSettings } from '#server/testing/records/account-settings-record.ts'
import { codeStorageNearLimit } from './code-storage-near-limit.ts'

const used = (percent: number): Partial<AccountSettingsRecord> => ({
  totalCodeSizeLimitBytes: known(1000),
  totalCodeSizeBytes: known(percent * 10),
})
const verdictOf = (values: Partial<AccountSettingsRecord>, parameters = {}) =>
  codeStorageNearLimit.evaluate(makeAccountSettings(values), estateOf([]), parameters)

describe('code-storage-near-limit', () => {
  it.each<[string, string, Partial<AccountSettingsRecord>, object?]>([
    ['fail', '81 percent', used(81)],
    ['pass', '80 percent', used(80)],
    ['fail', '60 percent where 50 are allowed', used(60), { maxPercent: 50 }],
    ['not applicable', 'a region without code', used(0)],
    ['unknown', 'a hidden size', { totalCodeSizeBytes: denied('lambda:GetAccountSettings') }],
    ['unknown', 'a limit that is not told', { totalCodeSizeLimitBytes: absent() }],
  ])('says %s of %s', (state, _what, values, parameters) => {
    expect(verdictOf(values, parameters).state).toBe(state)
  })

  it('is high when it is almost full', () => {
    expect(verdictOf(used(81))).toMatchObject({ severity: 'medium' })
    expect(verdictOf(used(97))).toMatchObject({ severity: 'high' })
  })
})
