import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeTrail } from '#server/testing/records/posture-records.ts'
import { trailNotMultiRegion } from './trail-not-multi-region.ts'

const US = { arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main' }
const verdictOf = (values: Partial<TrailSettingsRecord>, others: Partial<TrailSettingsRecord>[] = []) => {
  const record = makeTrail(values)
  return trailNotMultiRegion.evaluate(record, estateOf([record, ...others.map(makeTrail)]))
}

describe('trail-not-multi-region', () => {
  it.each<[string, string, Partial<TrailSettingsRecord>, Partial<TrailSettingsRecord>[]?]>([
    ['pass', 'a trail of all regions', {}],
    ['fail', 'a trail of one region', { isMultiRegion: known(false) }],
    [
      'fail',
      'the same beside one that has stopped',
      { isMultiRegion: known(false) },
      [{ name: 'all', isLogging: known(false) }],
    ],
    [
      'not applicable',
      'the same beside one of all regions',
      { isMultiRegion: known(false) },
      [{ name: 'all' }],
    ],
    ['unknown', 'a hidden setting', { isMultiRegion: denied('cloudtrail:DescribeTrails') }],
    ['fail', 'a setting that AWS leaves out', { isMultiRegion: absent() }],
    [
      'not applicable',
      'a trail that another account owns',
      { arn: 'arn:aws:cloudtrail:eu-west-1:999988887777:trail/org' },
    ],
    ['not applicable', 'a trail that is judged in its home region', US, [{ ...US, region: 'us-east-1' }]],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(verdictOf(values, others).state).toBe(state)
  })
})
