import { describe, expect, it } from 'vitest'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { chargesWindow } from '#server/testing/records/metric-windows.ts'
import { chargesJump } from './charges-jump.ts'

type Shape = {
  until: string
  days?: number
  everyHours?: number
  /** USD an hour at a time; 1 when left out. */
  rate?: (atMs: number) => number
  /** Whether a point is there. */
  has?: (atMs: number) => boolean
}

/** EstimatedCharges as AWS would report them: cumulative, back to zero with the month. */
function charges({ until, days = 14, everyHours = 6, rate = () => 1, has = () => true }: Shape): Points {
  const untilMs = Date.parse(until)
  const points: [number, number][] = []
  let usd = 0
  for (let at = untilMs - days * DAY_MS; at <= untilMs; at += HOUR_MS) {
    const begun = new Date(at - HOUR_MS)
    if (begun.getUTCDate() === 1 && begun.getUTCHours() === 0) usd = 0
    usd += rate(at)
    if ((untilMs - at) % (everyHours * HOUR_MS) === 0 && has(at)) points.push([at, usd])
  }
  return points
}

const UNTIL = '2026-11-20T12:00:00Z'
const sinceHours =
  (hours: number, value: number, usual = 1, until = UNTIL) =>
  (at: number) =>
    at > Date.parse(until) - hours * HOUR_MS ? value : usual
const nightly = (at: number) => (new Date(at).getUTCHours() === 3 ? 24 : 0)

describe('charges-jump', () => {
  it.each<[string, string, Shape]>([
    ['quiet', 'a steady pace', { until: UNTIL }],
    ['quiet', 'no charges at all', { until: UNTIL, rate: () => 0 }],
    ['quiet', 'a few cents more', { until: UNTIL, rate: sinceHours(24, 0.04, 0.01) }],
    [
      'quiet',
      'days that cost more than nights',
      {
        until: UNTIL,
        rate: (at) => (Math.abs(new Date(at).getUTCHours() - 12) < 6 ? 2 : 0.2),
      },
    ],
    ['quiet', 'a service that reports once a day', { until: UNTIL, rate: nightly }],
    [
      'quiet',
      'that service when it has just reported',
      { until: '2026-11-20T04:00:00Z', rate: nightly, everyHours: 1 },
    ],
    [
      'quiet',
      'points that repeat hour by hour until there is news',
      {
        until: UNTIL,
        everyHours: 1,
        rate: (at) => (new Date(at).getUTCHours() % 8 === 0 ? 8 : 0),
      },
    ],
    [
      'quiet',
      'a day of delayed points',
      {
        until: UNTIL,
        has: (at) => at < Date.parse('2026-11-19T06:00:00Z') || at >= Date.parse(UNTIL),
      },
    ],
    ['quiet', 'a new month at the same pace', { until: '2026-11-02T12:00:00Z' }],
    [
      'quiet',
      'monthly fees in the first hours of a month',
      {
        until: '2026-11-02T12:00:00Z',
        rate: (at) => (at === Date.parse('2026-11-01T03:00:00Z') ? 100 : 1),
      },
    ],
    [
      'unknown',
      'the first hours of a month',
      {
        until: '2026-11-01T06:00:00Z',
        rate: (at) => (at === Date.parse('2026-11-01T03:00:00Z') ? 100 : 1),
      },
    ],
    ['breach', 'five times the pace for half a day', { until: UNTIL, rate: sinceHours(12, 5) }],
    ['breach', 'ten times the pace for six hours', { until: UNTIL, rate: sinceHours(6, 10) }],
    ['breach', 'charges where there were none', { until: UNTIL, rate: sinceHours(24, 1, 0) }],
    [
      'breach',
      'a jump on the second of a month',
      {
        until: '2026-11-02T12:00:00Z',
        rate: sinceHours(12, 6, 1, '2026-11-02T12:00:00Z'),
      },
    ],
    [
      'quiet',
      'a job that runs every night',
      {
        until: '2026-11-20T06:00:00Z',
        rate: (at) => (new Date(at).getUTCHours() === 3 ? 20 : 1),
      },
    ],
    [
      'quiet',
      'charges that come late and all at once',
      {
        until: UNTIL,
        rate: (at) => (at > Date.parse(UNTIL) - 18 * HOUR_MS ? (at === Date.parse(UNTIL) ? 18 : 0) : 1),
      },
    ],
    [
      'breach',
      'a loop that cost as much in an hour as a third of a day',
      {
        until: UNTIL,
        rate: (at) => (at === Date.parse(UNTIL) - 2 * HOUR_MS ? 9 : 1),
      },
    ],
    ['unknown', 'two days of charges', { until: UNTIL, days: 2, rate: sinceHours(12, 5) }],
    ['unknown', 'a single point', { until: UNTIL, days: 0 }],
  ])('says %s of %s', (state, _what, shape) => {
    expect(chargesJump.evaluate(chargesWindow(charges(shape))).state).toBe(state)
  })

  it('says unknown of charges that stopped coming, and of none', () => {
    const total = charges({ until: UNTIL, rate: sinceHours(12, 5) })
    const nowMs = Date.parse(UNTIL) + 3 * DAY_MS
    expect(chargesJump.evaluate(chargesWindow(total, { nowMs })).state).toBe('unknown')
    expect(chargesJump.evaluate(chargesWindow([])).state).toBe('unknown')
  })

  it('names the service that moved most, and when it began', () => {
    const total = charges({ until: UNTIL, rate: sinceHours(12, 9) })
    const byService = {
      AmazonS3: charges({ until: UNTIL, rate: () => 0.8 }),
      AWSLambda: charges({ until: UNTIL, rate: sinceHours(12, 8, 0.2) }),
    }
    expect(chargesJump.evaluate(chargesWindow(total, { byService }))).toMatchObject({
      breach: {
        severity: 'high',
        title: 'Charges of 111122223333 jumped, mostly AWSLambda',
        startedAtMs: Date.parse(UNTIL) - 12 * HOUR_MS,
        summary: '$120.00 a day, 5.0 times the usual: $96.00 a day more.',
      },
    })
  })
})
