import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeTrail } from '#server/testing/records/posture-records.ts'
import { trailUnencrypted } from './trail-unencrypted.ts'

const US = { arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main' }
const verdictOf = (values: Partial<TrailSettingsRecord>, others: Partial<TrailSettingsRecord>[] = []) => {
  const record = makeTrail(values)
  return trailUnencrypted.evaluate(record, estateOf([record, ...others.map(makeTrail)]))
}

describe('trail-unencrypted', () => {
  it.each<[string, string, Partial<TrailSettingsRecord>, Partial<TrailSettingsRecord>[]?]>([
    ['pass', 'a key', {}],
    ['fail', 'no key', { kmsKeyArn: absent() }],
    ['unknown', 'a hidden key', { kmsKeyArn: denied('cloudtrail:DescribeTrails') }],
    ['fail', 'a trail whose home region was not collected', { ...US, kmsKeyArn: absent() }],
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
