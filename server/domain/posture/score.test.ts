import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SEVERITIES } from '#server/domain/severity.ts'
import { postureScore } from './score.ts'

it.each([
  ['nothing judged', [], null],
  ['all as it should be', [{ severity: 'high', pass: 3, fail: 0 }], 100],
  ['nothing as it should be', [{ severity: 'low', pass: 0, fail: 2 }], 0],
  [
    'one critical among many low ones',
    [
      { severity: 'critical', pass: 0, fail: 1 },
      { severity: 'low', pass: 40, fail: 0 },
    ],
    50,
  ],
  ['what is only informative', [{ severity: 'info', pass: 1, fail: 9 }], null],
] as const)('%s', (_what, counts, score) => {
  expect(postureScore(counts)).toBe(score)
})

it('never rises when one more thing fails', () => {
  const count = fc.record({
    severity: fc.constantFrom(...SEVERITIES),
    pass: fc.nat(1000),
    fail: fc.nat(1000),
  })
  fc.assert(
    fc.property(fc.array(count, { minLength: 1 }), fc.nat(), (counts, pick) => {
      const worse = counts.map((one, i) =>
        i === pick % counts.length ? { ...one, fail: one.fail + 1 } : one,
      )
      expect(postureScore(worse) ?? 0).toBeLessThanOrEqual(postureScore(counts) ?? 100)
    }),
  )
})
