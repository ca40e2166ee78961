import { describe, expect, it } from 'vitest'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { timeToLimit } from './time-to-limit.ts'

const MINUTE = 60_000
const NOW = 60 * MINUTE
const points = (valueAt: (minute: number) => number, until = 58): Points =>
  Array.from({ length: until }, (_, minute) => [minute * MINUTE, valueAt(minute)])
const noise = (minute: number) => ((minute * 7919) % 41) - 20

describe('timeToLimit', () => {
  it('tells the time at a steady slope', () => {
    const told = timeToLimit(
      points((minute) => 100 + minute * 10),
      1000,
      NOW,
    )
    expect(told).toMatchObject({ state: 'rising', perMinute: 10 })
    expect(told.state === 'rising' && Math.round(told.inMs / MINUTE)).toBe(34)
  })

  it('tells it over noise and single peaks', () => {
    const rough = points((minute) => 100 + minute * 10 + noise(minute) + (minute === 50 ? 400 : 0))
    const told = timeToLimit(rough, 1000, NOW)
    expect(told.state === 'rising' && Math.abs(told.perMinute - 10)).toBeLessThan(3)
  })

  it.each([
    ['not rising', 'an even load', points(() => 300), 1000],
    ['not rising', 'noise', points((minute) => 300 + noise(minute)), 1000],
    ['not rising', 'one peak', points((minute) => (minute === 55 ? 900 : 100)), 1000],
    ['not rising', 'a step that is over', points((minute) => (minute < 40 ? 40 : 860)), 1000],
    ['not rising', 'a fall', points((minute) => 900 - minute * 10), 1000],
    ['not rising', 'a crawl', points((minute) => 300 + minute * 0.05), 1000],
    ['at the limit', 'a full account', points(() => 1000), 1000],
    ['unknown', 'no limit', points(() => 100), null],
    ['unknown', 'points of half an hour ago', points(() => 100, 30), 1000],
    ['unknown', 'a few points', points(() => 100).slice(-4), 1000],
    ['unknown', 'no points', [], 1000],
  ] as [string, string, Points, number | null][])('is %s for %s', (state, _what, list, limit) => {
    expect(timeToLimit(list, limit, NOW).state).toBe(state)
  })
})
