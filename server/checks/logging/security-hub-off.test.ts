import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeAccountSettings } from '#server/testing/records/account-settings-record.ts'
import { makeSafeguards } from '#server/testing/records/posture-records.ts'
import { securityHubOff } from './security-hub-off.ts'

const HERE = estateOf([makeAccountSettings()])

describe('security-hub-off', () => {
  it.each<[string, string, Partial<SafeguardsRecord>]>([
    ['pass', 'Security Hub', {}],
    ['fail', 'none', { securityHub: absent() }],
    ['fail', 'one that is off', { securityHub: known({ enabled: false }) }],
    ['unknown', 'a hidden answer', { securityHub: denied('securityhub:DescribeHub') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(securityHubOff.evaluate(makeSafeguards(values), HERE).state).toBe(state)
  })

  it('is not applicable in a region without functions', () => {
    const empty = estateOf([makeAccountSettings({ functionCount: known(0) })])
    expect(securityHubOff.evaluate(makeSafeguards(), empty).state).toBe('not applicable')
  })
})
