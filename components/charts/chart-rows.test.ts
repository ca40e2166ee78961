import { describe, expect, it } from 'vitest'
import {
  BAND_LOWER,
  BAND_UPPER,
  isolatedTimes,
  leastPositive,
  mergeSeries,
  nearestRow,
  stepValueAt,
  summarise,
  thinRows,
  valueTop,
} from './chart-rows.ts'
import type { ChartRow, ChartSeries, Point } from './chart-types.ts'

const series = (key: string, points: Point[], kind: ChartSeries['kind'] = 'line'): ChartSeries => ({
  key,
  name: key,
  kind,
  points,
  tone: 'accent',
})

describe('mergeSeries', () => {
  it('leaves a gap where a period is missing', () => {
    const rows = mergeSeries(
      [
        series('a', [
          [0, 1],
          [60, 2],
          [240, 3],
        ]),
      ],
      0,
      300,
      60,
    )
    expect(rows.map((row) => [row.t, row.values.a])).toEqual([
      [0, 1],
      [60, 2],
      [120, null],
      [240, 3],
    ])
  })

  it('never turns a point that a series lacks into zero', () => {
    const rows = mergeSeries(
      [
        series('a', [
          [0, 1],
          [60, 2],
        ]),
        series('b', [[60, 5]]),
      ],
      0,
      60,
      60,
    )
    expect(rows[0]?.values).toEqual({ a: 1, b: null })
  })

  it('holds a step from its time on, also before the first measured point', () => {
    const rows = mergeSeries(
      [
        series('m', [[60, 1]]),
        series(
          'limit',
          [
            [-500, 3000],
            [60, 9000],
          ],
          'step',
        ),
      ],
      0,
      120,
      60,
    )
    expect(rows.map((row) => row.values.limit)).toEqual([3000, 9000, 9000])
  })

  it('drops points outside the period', () => {
    expect(
      mergeSeries(
        [
          series('a', [
            [-60, 1],
            [0, 2],
            [400, 3],
          ]),
        ],
        0,
        300,
        60,
      ).map((row) => row.t),
    ).toEqual([0])
  })
})

describe('thinRows', () => {
  const rows: ChartRow[] = Array.from({ length: 20_000 }, (_, t) => ({
    t,
    values: { a: t === 12_345 ? 999 : t === 777 ? -5 : 1, b: null },
  }))
  it('keeps 1,000 rows at most, with the extremes, in order', () => {
    const thinned = thinRows(rows, ['a', 'b'])
    const values = thinned.map((row) => row.values.a)
    expect(thinned.length).toBeLessThanOrEqual(1000)
    expect(values).toContain(999)
    expect(values).toContain(-5)
    expect(thinned.every((row, i) => i === 0 || row.t > (thinned[i - 1]?.t ?? 0))).toBe(true)
    expect(thinned.every((row) => row.values.b === null)).toBe(true)
  })
  it('leaves few rows as they are', () => {
    expect(thinRows(rows.slice(0, 1000), ['a'])).toHaveLength(1000)
  })
})

it('finds values that stand alone', () => {
  const rows = mergeSeries(
    [
      series('a', [
        [0, 1],
        [60, null],
        [120, 2],
        [180, 3],
      ]),
    ],
    0,
    300,
    60,
  )
  expect([...isolatedTimes(rows, 'a')]).toEqual([0])
})

it('finds the nearest row within the tolerance only', () => {
  const rows = [0, 60, 120].map((t) => ({ t, values: {} }))
  expect(nearestRow(rows, 95, 60)?.t).toBe(120)
  expect(nearestRow(rows, 20, 60)?.t).toBe(0)
  expect(nearestRow(rows, 400, 60)).toBeUndefined()
  expect(nearestRow([], 0, 60)).toBeUndefined()
})

it('knows which step is in force', () => {
  expect(
    stepValueAt(
      [
        [10, 1],
        [20, 2],
      ],
      5,
    ),
  ).toBeNull()
  expect(
    stepValueAt(
      [
        [10, 1],
        [20, 2],
      ],
      19,
    ),
  ).toBe(1)
  expect(
    stepValueAt(
      [
        [10, 1],
        [20, 2],
      ],
      20,
    ),
  ).toBe(2)
})

it('sums, peaks or takes the last known value; nothing known is null, not zero', () => {
  const points: Point[] = [
    [0, 4],
    [1, 9],
    [2, 2],
    [3, null],
  ]
  expect(summarise({ ...series('a', points), summary: 'sum' })).toBe(15)
  expect(summarise({ ...series('a', points), summary: 'max' })).toBe(9)
  expect(summarise(series('a', points))).toBe(2)
  expect(summarise({ ...series('a', [[0, null]]), summary: 'sum' })).toBeNull()
})

describe('valueTop', () => {
  const rows: ChartRow[] = [{ t: 0, values: { a: 2, b: 3, limit: 1000 } }]
  const bars = [series('a', [], 'bar'), series('b', [], 'bar')]
  it('adds up stacked bars', () => expect(valueTop(rows, bars, [])).toBe(1000))
  it.each([
    [20, 20],
    [26, 5],
  ])('takes a limit of %d in only where it is near', (value, top) => {
    const near = [{ t: 0, values: { a: 2, b: 3 } }]
    expect(valueTop(near, bars, [{ value }])).toBe(top)
  })
  it('takes in what is usual where it is near', () => {
    const at = (upper: number) => [{ t: 0, values: { a: 10, [BAND_LOWER]: 1, [BAND_UPPER]: upper } }]
    expect([valueTop(at(40), bars, []), valueTop(at(400), bars, [])]).toEqual([40, 10])
  })
  it('leaves a far step line out', () =>
    expect(valueTop(rows, [...bars, series('limit', [], 'step')], [])).toBe(5))
  it('shows the limit alone where nothing was measured', () =>
    expect(valueTop([], bars, [{ value: 100 }])).toBe(100))
})

it('finds the least value over zero of the series given', () => {
  const rows: ChartRow[] = [
    { t: 0, values: { a: 0, b: 0.2 } },
    { t: 1, values: { a: 3, b: null } },
  ]
  expect(leastPositive(rows, [series('a', [])])).toBe(3)
  expect(leastPositive(rows, [series('a', []), series('b', [])])).toBe(0.2)
  expect(leastPositive([], [series('a', [])])).toBeNull()
})
