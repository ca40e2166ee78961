import { describe, expect, it } from 'vitest'
import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { functionWindow, NOW_MS, pointsOf } from '#server/testing/records/metric-windows.ts'
import { errorsBurst } from './errors-burst.ts'

const last = (minutes: number, value: number, usual = 0) =>
  pointsOf((ago) => (ago <= minutes ? value : usual))

describe('errors-burst', () => {
  it.each<[string, string, Partial<FunctionWindow>]>([
    ['quiet', 'no errors', {}],
    ['quiet', 'a few', { errors: last(15, 3) }],
    ['quiet', 'what is usual for it', { errors: pointsOf(() => 20) }],
    ['quiet', 'twice the usual', { errors: last(15, 40, 20) }],
    [
      'quiet',
      'four times the usual where that is a handful',
      { errors: last(15, 4, 1), invocations: pointsOf(() => 45) },
    ],
    ['quiet', 'errors that are all timeouts', { errors: last(15, 30), timeouts: last(15, 30) }],
    [
      'quiet',
      'its usual again after a burst',
      { errors: pointsOf((ago) => (ago > 30 && ago < 120 ? 90 : 10)) },
    ],
    ['quiet', 'few errors without history', { errors: last(15, 1), invocations: last(15, 100) }],
    ['breach', 'a third that fails where none did', { errors: last(15, 30) }],
    ['breach', 'five times the usual', { errors: last(15, 50, 10) }],
    ['breach', 'a burst that has gone on for six hours', { errors: last(360, 50) }],
    ['breach', 'a burst that has gone on for eighteen hours', { errors: last(1080, 50, 1) }],
    [
      'breach',
      'a burst with a dip of two periods',
      { errors: pointsOf((ago) => (ago <= 300 && (ago < 100 || ago > 110) ? 50 : 0)) },
    ],
    [
      'breach',
      'a function that ran once before',
      { invocations: pointsOf((ago) => (ago <= 15 || ago === 1200 ? 20 : undefined)), errors: last(15, 20) },
    ],
    [
      'unknown',
      'a function that is two hours old',
      { invocations: pointsOf(() => 100, 2 * HOUR_MS), errors: last(15, 90) },
    ],
    [
      'unknown',
      'a function that never ran before',
      { invocations: pointsOf(() => 20, 15 * MINUTE_MS), errors: last(15, 20) },
    ],
    ['unknown', 'metrics that were never polled', { errors: last(15, 30), polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(errorsBurst.evaluate(functionWindow(changes)).state).toBe(state)
  })

  it('says since when, and what is usual', () => {
    const verdict = errorsBurst.evaluate(functionWindow({ errors: last(60, 60, 2) }))
    expect(verdict).toMatchObject({
      breach: {
        severity: 'critical',
        startedAtMs: NOW_MS - 60 * MINUTE_MS,
        summary: '180 invocations (60 %) failed in the last 15 minutes; 2.0 % is usual.',
      },
    })
  })

  it.each<[string, Partial<FunctionWindow>]>([
    ['not read, or nothing', {}],
    ['none of memory, initialisation or timeouts of 60 failures', { failuresRead: last(15, 20) }],
    [
      '45 out of memory, 3 init failures of 60 failures',
      { failuresRead: last(15, 20), outOfMemory: last(15, 15), initFailures: last(5, 3) },
    ],
  ])('says what the log showed: %s', (value, changes) => {
    const verdict = errorsBurst.evaluate(functionWindow({ errors: last(15, 30), ...changes }))
    const evidence = verdict.state === 'breach' ? verdict.breach.evidence : []
    expect(evidence).toContainEqual({ label: 'Shown by the log, 15 min', value })
  })
})
