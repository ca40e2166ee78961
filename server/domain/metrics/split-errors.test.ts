import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PeriodOfFailures, type SplitErrors, splitErrors } from './split-errors.ts'

const seen = { total: 0, timeouts: 0, outOfMemory: 0, init: 0, application: 0 }
const period = (changes: Partial<PeriodOfFailures>): PeriodOfFailures => ({
  errors: 10,
  timeoutsAtMost: 0,
  read: null,
  ...changes,
})

describe('splitErrors', () => {
  it.each<[string, PeriodOfFailures[], Partial<SplitErrors>]>([
    ['nothing', [], { errors: 0, notTold: 0 }],
    [
      'metrics alone: the rest is not told apart',
      [period({ timeoutsAtMost: 4 })],
      { timeouts: 4, timeoutsAtMost: 4, notTold: 6, read: 0 },
    ],
    [
      'a log that was read: only what it showed counts',
      [
        period({
          timeoutsAtMost: 9,
          read: { ...seen, total: 10, timeouts: 2, outOfMemory: 5, application: 1 },
        }),
      ],
      { timeouts: 2, timeoutsAtMost: 0, outOfMemory: 5, application: 1, notTold: 2, read: 10 },
    ],
    [
      'an hour of which a part was read',
      [
        period({
          errors: 100,
          timeoutsAtMost: 60,
          read: { ...seen, total: 30, timeouts: 20, init: 10 },
        }),
      ],
      { timeouts: 60, timeoutsAtMost: 40, init: 10, notTold: 30 },
    ],
    [
      'a log that shows more than CloudWatch counts',
      [period({ read: { ...seen, total: 30, application: 30 } })],
      { application: 10, notTold: 0 },
    ],
  ])('tells %s', (_what, periods, expected) => {
    expect(splitErrors(periods)).toMatchObject(expected)
  })

  it('always adds up, and never counts below zero', () => {
    const count = fc.integer({ min: 0, max: 50 })
    const read = fc.record({
      total: count,
      timeouts: count,
      outOfMemory: count,
      init: count,
      application: count,
    })
    const any = fc.record({
      errors: count,
      timeoutsAtMost: count,
      read: fc.option(read),
    })
    fc.assert(
      fc.property(fc.array(any), (periods) => {
        const { errors, timeouts, outOfMemory, init, application, notTold, timeoutsAtMost } =
          splitErrors(periods)
        expect(timeouts + outOfMemory + init + application + notTold).toBe(errors)
        expect(
          Math.min(timeouts, outOfMemory, init, application, notTold, timeoutsAtMost),
        ).toBeGreaterThanOrEqual(0)
        expect(timeoutsAtMost).toBeLessThanOrEqual(timeouts)
      }),
    )
  })
})
