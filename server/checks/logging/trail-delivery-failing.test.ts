import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeTrail } from '#server/testing/records/posture-records.ts'
import { trailDeliveryFailing } from './trail-delivery-failing.ts'

const US = { arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main' }
const verdictOf = (values: Partial<TrailSettingsRecord>, others: Partial<TrailSettingsRecord>[] = []) => {
  const record = makeTrail(values)
  return trailDeliveryFailing.evaluate(record, estateOf([record, ...others.map(makeTrail)]))
}

describe('trail-delivery-failing', () => {
  it.each<[string, string, Partial<TrailSettingsRecord>, Partial<TrailSettingsRecord>[]?]>([
    ['pass', 'a trail that delivers', {}],
    ['fail', 'an error', { deliveryError: known('NoSuchBucket') }],
    ['unknown', 'a hidden status', { deliveryError: denied('cloudtrail:GetTrailStatus') }],
    ['not applicable', 'a trail that has stopped', { isLogging: known(false), deliveryError: absent() }],
    [
      'not applicable',
      'a trail that another account owns',
      { arn: 'arn:aws:cloudtrail:eu-west-1:999988887777:trail/org' },
    ],
    ['not applicable', 'a trail that is judged in its home region', US, [{ ...US, region: 'us-east-1' }]],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(verdictOf(values, others).state).toBe(state)
  })

  it('is medium where another trail records', () => {
    const broken = { deliveryError: known('AccessDenied') }
    expect(verdictOf(broken)).toMatchObject({ severity: 'high' })
    expect(verdictOf(broken, [{ name: 'other' }])).toMatchObject({ severity: 'medium' })
  })
})
