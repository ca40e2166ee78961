import { describe, expect, it } from 'vitest'
import type { AccountWindow } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { accountWindow, NOW_MS, pointsOf } from '#server/testing/records/metric-windows.ts'
import { accountConcurrency } from './account-concurrency.ts'

const last = (minutes: number, value: number) =>
  pointsOf((ago) => (ago <= minutes ? value : 100), 6 * HOUR_MS, MINUTE_MS)

describe('account-concurrency', () => {
  it.each<[string, string, Partial<AccountWindow>]>([
    ['quiet', 'a tenth of the limit', {}],
    ['quiet', 'no executions at all', { concurrency: [] }],
    ['quiet', 'just under 80 %', { concurrency: last(10, 799) }],
    [
      'quiet',
      'a peak of an hour ago',
      { concurrency: pointsOf((ago) => (ago > 60 ? 990 : 10), 6 * HOUR_MS, MINUTE_MS) },
    ],
    ['breach', '80 %', { concurrency: last(10, 800) }],
    ['breach', 'a peak of one minute', { concurrency: last(1, 900) }],
    ['unknown', 'a limit that was denied', { concurrency: last(10, 900), limit: null }],
    ['unknown', 'metrics that were never polled', { concurrency: last(10, 900), polledUntilMs: null }],
    [
      'unknown',
      'metrics of half an hour ago',
      { concurrency: last(60, 900), polledUntilMs: NOW_MS - 30 * MINUTE_MS },
    ],
  ])('says %s of %s', (state, _what, changes) => {
    expect(accountConcurrency.evaluate(accountWindow(changes)).state).toBe(state)
  })

  it('is critical when hardly anything is left, and begins where the peak began', () => {
    const verdict = accountConcurrency.evaluate(accountWindow({ concurrency: last(42, 960) }))
    expect(verdict).toMatchObject({
      breach: {
        severity: 'critical',
        title: 'Concurrency at 96 % of the limit in eu-west-1',
        startedAtMs: NOW_MS - 42 * MINUTE_MS,
        seenAtMs: NOW_MS - MINUTE_MS,
      },
    })
  })
})
