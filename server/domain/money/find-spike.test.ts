import { describe, expect, it } from 'vitest'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { findSpike } from './find-spike.ts'

const UNTIL = Date.parse('2026-11-20T14:05:30Z')
const FINE_MS = 5 * MINUTE_MS

/** Points of what costs `rate` USD an hour at a time; zero periods are left out, as AWS leaves them out. */
function series(rate: (atMs: number) => number, stepMs: number, days: number): Points {
  const points: [number, number][] = []
  const end = Math.floor(UNTIL / stepMs) * stepMs
  for (let at = end - days * DAY_MS; at + stepMs <= UNTIL; at += stepMs) {
    let usd = 0
    for (let minute = at; minute < at + stepMs; minute += MINUTE_MS) usd += rate(minute) / 60
    if (usd > 0) points.push([at, usd])
  }
  return points
}

const look = (rate: (atMs: number) => number, fineDays = 8, hourDays = 28, isCreated = false) => {
  const found = findSpike({
    fine: series(rate, FINE_MS, fineDays),
    hours: series(rate, HOUR_MS, hourDays),
    untilMs: UNTIL,
    knownSinceMs: UNTIL - hourDays * DAY_MS,
    isCreated,
  })
  if (found === 'unknown') throw new Error('nothing to compare with')
  return found
}

const minutesAgo = (at: number) => (UNTIL - at) / MINUTE_MS
const since = (minutes: number, then: number, usual: (at: number) => number) => (at: number) =>
  minutesAgo(at) <= minutes ? then : usual(at)
const flat = (usd: number) => () => usd
const hourOf = (at: number) => new Date(at).getUTCHours()
const batch =
  (hour: number, usd: number, minutes = 20) =>
  (at: number) =>
    hourOf(at) === hour && new Date(at).getUTCMinutes() < minutes ? usd : 0.05

describe('findSpike', () => {
  it.each<[string, (at: number) => number, number, number]>([
    ['ten times a flat cost, for ten minutes', since(10, 10, flat(1)), 8, 28],
    ['costs where there were none', since(10, 2, flat(0)), 8, 28],
    ['a runaway that is four times the daily batch', since(12, 40, batch(14, 10)), 8, 28],
    ['a runaway with hours alone to compare with', since(60, 10, flat(1)), 0.05, 14],
    ['a dear function that is new', since(20, 20, flat(0)), 0.5, 0.5],
  ])('sees %s', (_what, rate, fineDays, hourDays) => {
    expect(look(rate, fineDays, hourDays, hourDays < 1)).toBeDefined()
  })

  it.each<[string, (at: number) => number, number, number]>([
    ['a flat cost', flat(3), 8, 28],
    ['nothing', flat(0), 8, 28],
    ['a few cents more', since(10, 0.2, flat(0.01)), 8, 28],
    ['the batch of every day at this hour', batch(14, 30), 8, 28],
    [
      'a batch that clocks moved by an hour',
      (at) => (minutesAgo(at) < 1440 ? batch(14, 30)(at) : batch(13, 30)(at)),
      8,
      28,
    ],
    ['a batch that is known from hours alone', batch(14, 30), 1, 14],
    ['a busy afternoon, twice the usual', since(60, 2, flat(1)), 8, 28],
    ['growth over weeks', (at) => 5 * (1 - minutesAgo(at) / (60 * 1440)), 8, 28],
    ['a new function that costs a little', since(20, 1, flat(0)), 0.5, 0.5],
    ['a peak of three hours ago', (at) => (minutesAgo(at) > 180 && minutesAgo(at) < 240 ? 50 : 0.1), 8, 28],
  ])('says nothing of %s', (_what, rate, fineDays, hourDays) => {
    expect(look(rate, fineDays, hourDays, hourDays < 1)).toBeUndefined()
  })

  it('tells the extra of a day and when it began', () => {
    const spike = look(since(10.5, 12, flat(1)))
    expect(spike).toMatchObject({ startedAtMs: UNTIL - 10.5 * MINUTE_MS, isNew: false })
    expect(spike?.nowPerHour).toBeCloseTo(12)
    expect(spike?.usualPerHour).toBeCloseTo(1)
    expect(spike?.extraPerDay).toBeCloseTo(11 * 24)
  })

  it('goes on seeing a runaway for hours', () => {
    expect(look(since(9 * 60, 12, flat(1)))?.startedAtMs).toBeLessThan(UNTIL - 8.9 * HOUR_MS)
  })

  it.each([5, 12, 25, 40])(
    'does not know what is usual of what was there before and is known for %d hours',
    (age) => {
      const fine = series(flat(10 / 24), FINE_MS, age / 24)
      const input = { fine, hours: [], untilMs: UNTIL, knownSinceMs: UNTIL - age * HOUR_MS, isCreated: false }
      expect(findSpike(input)).toBe('unknown')
      expect(
        findSpike({
          ...input,
          knownSinceMs: UNTIL - 49 * HOUR_MS,
          fine: series(flat(10 / 24), FINE_MS, 49 / 24),
        }),
      ).toBeUndefined()
    },
  )

  it('makes nothing of points that are negative or out of step', () => {
    const fine: Points = [
      [UNTIL - 400_000, -5],
      [UNTIL - 350_000, -3],
    ]
    expect(findSpike({ fine, hours: [], untilMs: UNTIL, knownSinceMs: 0, isCreated: false })).toBeUndefined()
  })
})
