import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeAccountSettings } from '#server/testing/records/account-settings-record.ts'
import { makeSafeguards } from '#server/testing/records/posture-records.ts'
import { accessAnalyzerOff } from './access-analyzer-off.ts'

const HERE = estateOf([makeAccountSettings()])

describe('access-analyzer-off', () => {
  it.each<[string, string, Partial<SafeguardsRecord>]>([
    ['pass', 'an analyzer', {}],
    ['fail', 'none', { accessAnalyzers: absent() }],
    [
      'fail',
      'one of unused access',
      { accessAnalyzers: known([{ name: 'a', type: 'ACCOUNT_UNUSED_ACCESS', status: 'ACTIVE' }]) },
    ],
    [
      'fail',
      'one that could not be made',
      { accessAnalyzers: known([{ name: 'a', type: 'ACCOUNT', status: 'FAILED' }]) },
    ],
    ['unknown', 'hidden analyzers', { accessAnalyzers: denied('access-analyzer:ListAnalyzers') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(accessAnalyzerOff.evaluate(makeSafeguards(values), HERE).state).toBe(state)
  })

  it('is not applicable in a region without functions', () => {
    const empty = estateOf([makeAccountSettings({ functionCount: known(0) })])
    expect(accessAnalyzerOff.evaluate(makeSafeguards(), empty).state).toBe('not applicable')
  })
})
