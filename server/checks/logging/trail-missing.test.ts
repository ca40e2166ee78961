import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeSafeguards, makeTrail } from '#server/testing/records/posture-records.ts'
import { trailMissing } from './trail-missing.ts'

const verdictOf = (...trails: Partial<TrailSettingsRecord>[]) =>
  trailMissing.evaluate(makeSafeguards(), estateOf(trails.map(makeTrail)))

describe('trail-missing', () => {
  it.each<[string, string, Partial<TrailSettingsRecord>[]]>([
    ['pass', 'a trail', [{}]],
    ['pass', 'a trail of what is written alone', [{ managementEvents: known('write') }]],
    ['fail', 'no trail', []],
    ['fail', 'a trail that has stopped', [{ isLogging: known(false) }]],
    ['fail', 'a trail of data events alone', [{ managementEvents: known('none') }]],
    ['fail', 'a trail of what is read alone', [{ managementEvents: known('read') }]],
    ['unknown', 'a trail whose state is hidden', [{ isLogging: denied('cloudtrail:GetTrailStatus') }]],
    [
      'pass',
      'a trail beside one that is hidden',
      [{ name: 'a', managementEvents: denied('cloudtrail:GetEventSelectors') }, { name: 'b' }],
    ],
  ])('says %s of %s', (state, _what, trails) => {
    expect(verdictOf(...trails).state).toBe(state)
  })

  it('says unknown where trails were not collected', () => {
    expect(trailMissing.evaluate(makeSafeguards(), estateOf([], { without: ['trail'] })).state).toBe(
      'unknown',
    )
  })

  it('is never not applicable: a region without functions is where an intruder would make one', () => {
    expect(verdictOf().state).toBe('fail')
  })
})
