import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choosePeriod, extremesOf, MAX_CHART_POINTS, mergePoints, type StoredPoint } from './merge-points.ts'

const HOUR = 3_600_000
const at = (atMs: number, periodSeconds: number, value = 1): StoredPoint => ({ atMs, periodSeconds, value })
const PERIODS = [60, 300, 3600, 86400]

describe('the period of a chart', () => {
  test.each([
    ['minutes that reach back to the start', [at(0, 60), at(0, 300)], HOUR, 60],
    ['minutes that came late', [at(9 * HOUR, 60), at(0, 300)], 10 * HOUR, 300],
    ['only hours', [at(0, 3600)], 24 * HOUR, 3600],
    ['five minutes for the last day alone', [at(312 * HOUR, 300), at(0, 3600)], 336 * HOUR, 3600],
    ['two weeks of five minutes', [at(0, 300)], 336 * HOUR, 3600],
    ['nothing', [], HOUR, 60],
  ])('%s', (_, points, toMs, expected) => {
    expect(choosePeriod(points, PERIODS, 0, toMs)).toBe(expected)
  })

  test('never gives more than 1,000 points where a period allows that', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60_000, max: 500 * 24 * HOUR }),
        fc.array(fc.constantFrom(...PERIODS)),
        (spanMs, periods) => {
          const period = choosePeriod(
            periods.map((one) => at(0, one)),
            PERIODS,
            0,
            spanMs,
          )
          expect(spanMs / 1000 / period).toBeLessThanOrEqual(MAX_CHART_POINTS)
        },
      ),
    )
  })
})

describe('one series', () => {
  const grid = { periodSeconds: 3600, fromMs: 0, toMs: 4 * HOUR }

  test('takes its own points, and the sum of finer ones where there is none', () => {
    const points = [at(0, 3600, 10), at(0, 300, 99), at(HOUR, 300, 2), at(HOUR + 300_000, 300, 3)]
    expect(mergePoints('Sum', points, grid, { sinceMs: 0, untilMs: 2 * HOUR })).toEqual([
      [0, 10],
      [HOUR, 5],
      [2 * HOUR, 0],
      [3 * HOUR, null],
    ])
  })

  test('takes the largest for a maximum and leaves gaps as gaps', () => {
    expect(
      mergePoints('Maximum', [at(HOUR, 300, 2), at(HOUR + 300_000, 300, 7)], grid, {
        sinceMs: 0,
        untilMs: 4 * HOUR,
      }),
    ).toEqual([
      [0, null],
      [HOUR, 7],
      [2 * HOUR, null],
      [3 * HOUR, null],
    ])
  })

  test('counts once what two shorter periods tell of, from the one that tells more', () => {
    const fives = Array.from({ length: 6 }, (_, i) => at(i * 300_000, 300, 5))
    const minutes = Array.from({ length: 20 }, (_, i) => at(i * 60_000, 60, 1))
    expect(mergePoints('Sum', [...minutes, ...fives], grid, null)[0]).toEqual([0, 30])
  })

  test('knows no zero in an hour that had more than its five minutes tell', () => {
    const fives = { periodSeconds: 300, fromMs: 0, toMs: 2 * HOUR }
    const late = Array.from({ length: 6 }, (_, i) => at(30 * 60_000 + i * 300_000, 300, 10))
    const points = [at(0, 3600, 120), at(HOUR, 3600, 10), ...late, at(HOUR, 300, 10)]
    const merged = mergePoints('Sum', points, fives, { sinceMs: 0, untilMs: 2 * HOUR })
    expect(merged.slice(0, 6).map(([, value]) => value)).toEqual([null, null, null, null, null, null])
    expect(merged.slice(12).map(([, value]) => value)).toEqual([10, ...Array.from({ length: 11 }, () => 0)])
  })

  test('has nothing to say where nobody polled', () => {
    expect(mergePoints('Sum', [], grid, null).every(([, value]) => value === null)).toBe(true)
  })

  test('loses and doubles nothing', () => {
    const cells = fc.uniqueArray(fc.integer({ min: 0, max: 47 }))
    fc.assert(
      fc.property(cells, (used) => {
        const points = used.map((cell) => at(cell * 300_000, 300, 1))
        const merged = mergePoints('Sum', points, grid, { sinceMs: 0, untilMs: 4 * HOUR })
        expect(merged.reduce((sum, [, value]) => sum + (value ?? 0), 0)).toBe(used.length)
      }),
    )
  })
})

describe('what a cell hides', () => {
  const grid = { periodSeconds: 3600, fromMs: 0, toMs: 4 * HOUR }
  const polled = { sinceMs: 0, untilMs: 2 * HOUR }
  const everyFive = (cell: number, value: number) =>
    Array.from({ length: 12 }, (_, i) => at(cell * HOUR + i * 300_000, 300, value))

  test('a spike of five minutes in a steady hour, in its own measure', () => {
    const points = [at(0, 3600, 155), ...everyFive(0, 5).slice(1), at(0, 300, 100)]
    expect(extremesOf('Sum', points, grid, polled)).toEqual([[0, 5, 100]])
  })

  test.each([
    ['a sum that was polled falls to zero', 'Sum', polled, [0, 0, 7]],
    ['a sum that nobody polled does not', 'Sum', null, [0, 7, 7]],
    ['a duration has no value where nothing ran', 'Maximum', polled, [0, 7, 7]],
  ] as const)('%s', (_, stat, when, expected) => {
    expect(extremesOf(stat, everyFive(0, 7).slice(2), grid, when)).toEqual([expected])
  })

  test('packed points count as many, and only the next shorter period is looked at', () => {
    const packed = { ...at(HOUR, 300, 60), packed: { low: 1, high: 20, count: 12 } }
    const other = { ...at(HOUR, 300, 30), packed: { low: 0.5, high: 2, count: 3 } }
    expect(extremesOf('Sum', [packed, other, at(HOUR, 60, 900)], grid, polled)).toEqual([[HOUR, 0.5, 20]])
  })

  test('the greatest of all fine points is the greatest of all cells', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 47 }), fc.nat()), { minLength: 1 }), (all) => {
        const points = all.map(([cell, value]) => at(cell * 300_000, 300, value))
        const shown = extremesOf('Maximum', points, grid, null)
        expect(Math.max(...shown.map(([, , high]) => high))).toBe(Math.max(...all.map(([, v]) => v)))
        expect(Math.min(...shown.map(([, low]) => low))).toBe(Math.min(...all.map(([, v]) => v)))
      }),
    )
  })
})
