import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeAccountSettings } from '#server/testing/records/account-settings-record.ts'
import { makeSafeguards } from '#server/testing/records/posture-records.ts'
import { guarddutyLambdaOff } from './guardduty-lambda-off.ts'

const HERE = estateOf([makeAccountSettings()])

describe('guardduty-lambda-off', () => {
  it.each<[string, string, Partial<SafeguardsRecord>]>([
    ['pass', 'Lambda Protection', {}],
    ['fail', 'no detector', { guardDuty: absent() }],
    ['fail', 'a detector that is disabled', { guardDuty: known({ enabled: false, lambdaProtection: true }) }],
    [
      'fail',
      'a detector without Lambda Protection',
      { guardDuty: known({ enabled: true, lambdaProtection: false }) },
    ],
    ['unknown', 'a hidden detector', { guardDuty: denied('guardduty:ListDetectors') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(guarddutyLambdaOff.evaluate(makeSafeguards(values), HERE).state).toBe(state)
  })

  it('is not applicable in a region without functions', () => {
    const empty = estateOf([makeAccountSettings({ functionCount: known(0) })])
    expect(guarddutyLambdaOff.evaluate(makeSafeguards(), empty).state).toBe('not applicable')
  })
})
