import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeAccountSettings } from '#server/testing/records/account-settings-record.ts'
import { concurrencyStarvesAccount } from './concurrency-starves-account.ts'

const left = (value: number): Partial<AccountSettingsRecord> => ({
  unreservedConcurrentExecutions: known(value),
})

describe('concurrency-starves-account', () => {
  it.each<[string, string, Partial<AccountSettingsRecord>, object?]>([
    ['fail', '100 left of 1000', left(100)],
    ['pass', '101 left of 1000', left(101)],
    ['fail', '300 left where the organisation wants more', left(300), { minUnreserved: 300 }],
    ['not applicable', 'no reservation', left(1000)],
    [
      'not applicable',
      'a small account without reservations',
      { ...left(10), concurrentExecutions: known(10) },
    ],
    ['unknown', 'hidden limits', { unreservedConcurrentExecutions: denied('lambda:GetAccountSettings') }],
    ['unknown', 'limits that were not told', { concurrentExecutions: absent() }],
  ])('says %s of %s', (state, _what, values, parameters) => {
    const verdict = concurrencyStarvesAccount.evaluate(makeAccountSettings(values), estateOf([]), parameters)
    expect(verdict.state).toBe(state)
  })
})
