import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeAccountSettings } from '#server/testing/records/account-settings-record.ts'
import { accountConcurrencyLow } from './account-concurrency-low.ts'

describe('account-concurrency-low', () => {
  it.each<[string, string, Partial<AccountSettingsRecord>, object?]>([
    ['fail', 'a limit of 10', { concurrentExecutions: known(10) }],
    ['pass', 'the usual limit', {}],
    ['pass', 'a limit of 10 that is wanted', { concurrentExecutions: known(10) }, { minExecutions: 10 }],
    [
      'not applicable',
      'a region without functions',
      { functionCount: known(0), concurrentExecutions: known(10) },
    ],
    ['unknown', 'a hidden limit', { concurrentExecutions: denied('lambda:GetAccountSettings') }],
  ])('says %s of %s', (state, _what, values, parameters) => {
    const verdict = accountConcurrencyLow.evaluate(makeAccountSettings(values), estateOf([]), parameters)
    expect(verdict.state).toBe(state)
  })
})
