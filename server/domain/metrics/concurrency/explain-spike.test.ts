import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { explainSpike } from './explain-spike.ts'

const MINUTE = 60_000
const FIVE = 5 * MINUTE
/** Two hours by the minute; the peak is at minute 110. */
const account = (valueAt: (minute: number) => number): Points =>
  Array.from({ length: 120 }, (_, minute) => [minute * MINUTE, valueAt(minute)])
const byFive = (valueAt: (minute: number) => number | null): Points =>
  Array.from({ length: 24 }, (_, i) => i * 5).flatMap((minute) => {
    const value = valueAt(minute)
    return value === null ? [] : [[minute * MINUTE, value] as const]
  })
const spike = account((minute) => (minute >= 105 && minute <= 112 ? 480 + (minute === 110 ? 1 : 0) : 100))

describe('explainSpike', () => {
  it('says which functions rose, the most first, against what they had', () => {
    const told = explainSpike(
      spike,
      [
        { name: 'steady', points: byFive(() => 60) },
        { name: 'mail', points: byFive((minute) => (minute === 110 ? 75 : 10)) },
        { name: 'orders-api', points: byFive((minute) => (minute >= 105 && minute <= 110 ? 342 : 30)) },
      ],
      FIVE,
    )
    expect(told).toMatchObject({ peak: 481, level: 100, rise: 381, peakAtMs: 110 * MINUTE, told: 377 })
    expect(told?.parts).toEqual([
      { name: 'orders-api', atPeak: 342, before: 30, rise: 312 },
      { name: 'mail', atPeak: 75, before: 10, rise: 65 },
    ])
  })

  it('takes a period without a point for one without invocations, and says where nothing was polled', () => {
    const parts = explainSpike(
      spike,
      [
        { name: 'rare', points: byFive((minute) => (minute === 110 || minute === 70 ? 200 : null)) },
        { name: 'new', points: byFive((minute) => (minute === 110 ? 180 : null)) },
      ],
      FIVE,
    )?.parts
    expect(parts).toEqual([
      { name: 'rare', atPeak: 200, before: 0, rise: 200 },
      { name: 'new', atPeak: 180, before: null, rise: 180 },
    ])
  })

  it.each([10, 40])(
    'holds hour against hour where functions are known by the hour, peak at :%i',
    (minute) => {
      const peakMs = (60 + minute) * MINUTE
      const byHour = (first: number, second: number): Points => [
        [0, first],
        [60 * MINUTE, second],
      ]
      const told = explainSpike(
        account((at) => (at * MINUTE === peakMs ? 500 : 110)),
        [
          { name: 'steady', points: byHour(100, 100) },
          { name: 'orders-api', points: byHour(10, 400) },
        ],
        60 * MINUTE,
      )
      expect(told).toMatchObject({ peakAtMs: peakMs, peak: 500, level: 110, rise: 390, told: 390 })
      expect(told?.parts).toEqual([{ name: 'orders-api', atPeak: 400, before: 10, rise: 390 }])
    },
  )

  it.each([
    ['an even load', account(() => 100)],
    ['a little more than usual', account((minute) => (minute === 110 ? 115 : 100))],
    ['a peak with nothing before it', spike.slice(108)],
    ['nothing', []],
  ])('is silent about %s', (_what, points) => {
    expect(explainSpike(points, [], FIVE)).toBeNull()
  })

  it('never explains with what did not rise', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 2000 })), {
      maxLength: 60,
    })
    const sorted = points.map((list) =>
      list.map(([m, v]) => [m * MINUTE, v] as const).sort((a, b) => a[0] - b[0]),
    )
    fc.assert(
      fc.property(sorted, sorted, (all, own) => {
        const told = explainSpike(all, [{ name: 'one', points: own }], FIVE)
        for (const { rise, atPeak, before } of told?.parts ?? []) {
          expect(rise).toBeGreaterThan(0)
          expect(atPeak - (before ?? 0)).toBe(rise)
        }
      }),
    )
  })
})
