import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { STEP_MS } from './anomaly-run.ts'
import {
  leastBefore,
  listen,
  NO_SILENCE,
  type Silence,
  silentSince,
  usualGap,
  usualStreak,
} from './silence.ts'

/** A Monday. */
const START = Date.parse('2026-11-02T00:00:00Z')
const later = (values: readonly number[], silence: Silence = NO_SILENCE, fromMs = START) =>
  values.reduce((now, value, i) => listen(now, fromMs + i * STEP_MS, value, 50), silence)
const steady = Array.from({ length: 7 }, (_, i) => 60 + i)

describe('listen', () => {
  it('says nothing of what was never invoked', () => {
    expect(later([0, 0, 0]).sinceMs).toBeNull()
  })

  it('counts what is missing since the last invocation, and the least of the half hour before', () => {
    const silence = later([...steady, 0, 0])
    expect(silence).toMatchObject({ sinceMs: START + 7 * STEP_MS, steps: 2, expected: 100 })
    expect(leastBefore(silence)).toBe(60)
    expect(silentSince(silence)).toBe(START + 7 * STEP_MS)
  })

  it('knows no least where it was not invoked all the time', () => {
    expect(leastBefore(later([60, 60, 0, 60, 60, 60, 60, 60, 0]))).toBe(0)
  })

  it.each([
    ['far', 9, true],
    ['not so far', 20, false],
  ])('notes a fall within one step: %s', (_what, value, hasFallen) => {
    expect(later([...steady, value]).fallen !== null).toBe(hasFallen)
  })

  it('forgets a fall when it is back', () => {
    const fallen = later([...steady, 9, 12])
    expect(silentSince(fallen)).toBe(START + 7 * STEP_MS)
    expect(later([9], fallen, START + 9 * STEP_MS).fallen).not.toBeNull()
    expect(later([50], fallen, START + 9 * STEP_MS).fallen).toBeNull()
  })

  it('remembers the pauses of four weeks', () => {
    const hourly = Array.from({ length: 24 * 12 * 7 * 6 }, (_, i) => (i % 12 === 0 ? 1 : 0))
    const gap = usualGap(later(hourly))
    expect(gap).toMatchObject({ longestMs: 55 * 60_000, meanMs: 55 * 60_000 })
    expect(gap.count).toBeGreaterThan(500)
    expect(gap.count).toBeLessThanOrEqual(4 * 7 * 24)
  })

  it('counts days without a pause at an hour, apart for weekends, the hours beside it included', () => {
    const byDay = Array.from({ length: 12 * 24 * 11 }, (_, i) => {
      const hour = (i / 12) % 24
      return hour >= 8 && hour < 18 ? 10 : 0
    })
    const silence = later(byDay)
    const monday = START + 14 * DAY_MS
    expect(usualStreak(silence, monday + 12 * HOUR_MS)).toBe(9)
    expect(usualStreak(silence, monday + 8 * HOUR_MS)).toBe(0)
    expect(usualStreak(silence, monday + 5 * DAY_MS + 12 * HOUR_MS)).toBe(2)
    const paused = later([0], silence, START + 11 * DAY_MS + 12 * HOUR_MS)
    const hour = Array.from({ length: 12 }, () => 10).with(5, 0)
    expect(usualStreak(later(hour, paused, START + 11 * DAY_MS + 12 * HOUR_MS), monday + 12 * HOUR_MS)).toBe(
      0,
    )
  })
})
