import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorsThatFitATimeout } from './timeouts.ts'

const period = fc.record({
  errors: fc.nat(10_000),
  durationMaxMs: fc.double({ min: 0, max: 1_000_000, noNaN: true }),
  durationSumMs: fc.double({ min: 0, max: 1_000_000_000, noNaN: true }),
  timeoutMs: fc.integer({ min: 1, max: 900 }).map((seconds) => seconds * 1000),
})

/** Durations of the invocations of one period, of which the first `cutOff` were cut off at the timeout. */
const invocations = fc.record({
  timeoutMs: fc.integer({ min: 1, max: 900 }).map((seconds) => seconds * 1000),
  cutOff: fc.nat(50),
  otherErrors: fc.nat(20),
  shares: fc.array(fc.double({ min: 0, max: 0.9, noNaN: true }), { maxLength: 100 }),
})

describe('errors that fit a timeout', () => {
  it('are never more than the errors, and a whole number', () => {
    fc.assert(
      fc.property(period, (one) => {
        const fit = errorsThatFitATimeout(one)
        expect(Number.isInteger(fit) && fit >= 0 && fit <= one.errors).toBe(true)
      }),
    )
  })

  it('are none where the longest invocation stayed under the timeout', () => {
    fc.assert(
      fc.property(period, (one) => {
        expect(errorsThatFitATimeout({ ...one, durationMaxMs: one.timeoutMs * 0.99 })).toBe(0)
      }),
    )
  })

  it('are never fewer than the invocations that were cut off, and none when none was', () => {
    fc.assert(
      fc.property(invocations, ({ timeoutMs, cutOff, otherErrors, shares }) => {
        const durations = [
          ...Array<number>(cutOff).fill(timeoutMs),
          ...shares.map((share) => share * timeoutMs),
        ]
        const fit = errorsThatFitATimeout({
          errors: cutOff + otherErrors,
          durationMaxMs: Math.max(0, ...durations),
          durationSumMs: durations.reduce((sum, one) => sum + one, 0),
          timeoutMs,
        })
        if (cutOff === 0) expect(fit).toBe(0)
        else expect(fit).toBeGreaterThanOrEqual(cutOff)
      }),
    )
  })

  it('grow with the time spent and the errors', () => {
    fc.assert(
      fc.property(period, fc.nat(1000), fc.nat(1_000_000), (one, moreErrors, moreMs) => {
        const more = { ...one, errors: one.errors + moreErrors, durationSumMs: one.durationSumMs + moreMs }
        expect(errorsThatFitATimeout(more)).toBeGreaterThanOrEqual(errorsThatFitATimeout(one))
      }),
    )
  })

  it.each<[string, number, number[], number]>([
    ['the longer one', 30_000, [30_000], 5],
    ['the shorter one', 3000, [30_000], 5],
    ['neither: it took longer than the one and ended under the other', 8000, [30_000], 0],
    ['the longer one, while there was a shorter one', 10_000, [3000], 5],
    ['none that is known', 2000, [30_000], 0],
  ])(
    'of a period with a change tell a longest invocation that ended at %s',
    (_what, durationMaxMs, alsoMs, fit) => {
      const timeoutMs = durationMaxMs === 10_000 ? 10_000 : 3000
      expect(
        errorsThatFitATimeout({ errors: 5, durationMaxMs, durationSumMs: 60_000, timeoutMs, alsoMs }),
      ).toBe(fit)
    },
  )

  it.each([
    ['exactly the timeout', 3000, 1],
    ['a trifle over', 3001.5, 1],
    ['a trifle under', 2990, 1],
    ['clearly under', 2900, 0],
  ])('tells a longest invocation of %s', (_what, durationMaxMs, expected) => {
    const one = { errors: 1, durationMaxMs, durationSumMs: durationMaxMs, timeoutMs: 3000 }
    expect(errorsThatFitATimeout(one)).toBe(expected)
  })
})
