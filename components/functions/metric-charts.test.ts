import { describe, expect, it } from 'vitest'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'
import { averageOf, chartsOf, notPolledSpans, otherErrors } from './metric-charts.ts'

const metrics: FunctionMetrics = {
  from: '2026-11-20T00:00:00.000Z',
  to: '2026-11-20T01:00:00.000Z',
  periodSeconds: 60,
  extremesSeconds: null,
  polledUntil: '2026-11-20T00:50:00.000Z',
  series: [],
  anomalies: [],
  learning: null,
  timeoutMs: [[0, 3000]],
  concurrencyLimit: 100,
  marks: [],
}
const series = (metric: string, stat: string, value: number | null) => ({
  metric,
  stat,
  unit: 'Count',
  points: [[60_000, value] as [number, number | null]],
  extremes: [],
  band: [],
  previous: null,
})

describe('otherErrors', () => {
  it('takes what is told apart off, never below zero, and keeps gaps as gaps', () => {
    expect(
      otherErrors(
        [
          [0, 5],
          [1, null],
          [2, 1],
        ],
        [
          [0, 2],
          [2, 4],
        ],
      ),
    ).toEqual([
      [0, 3],
      [1, null],
      [2, 0],
    ])
  })
})

describe('chartsOf', () => {
  it('stacks timeouts apart from other errors', () => {
    const with2 = { ...metrics, series: [series('Errors', 'Sum', 5), series('Timeouts', 'Sum', 2)] }
    const errors = chartsOf(with2, 'f').find((chart) => chart.key === 'errors')
    expect(errors?.series.map((one) => [one.name, one.points[0]?.[1]])).toEqual([
      ['timeouts', 2],
      ['other errors', 3],
    ])
  })

  it('says so where timeouts could not be told apart', () => {
    const errors = chartsOf({ ...metrics, series: [series('Errors', 'Sum', 5)] }, 'f')[1]
    expect(errors?.series.map((one) => one.name)).toEqual(['errors, timeouts not told apart'])
  })

  it('marks a chart without any series as not polled, the timeout line alone not counting', () => {
    expect(chartsOf(metrics, 'f').every((chart) => chart.isUnpolled)).toBe(true)
  })
})

describe('notPolledSpans', () => {
  it('hatches what comes after the last poll, or all of it', () => {
    const from = Date.parse(metrics.from)
    const to = Date.parse(metrics.to)
    expect(notPolledSpans(metrics, false)).toMatchObject([{ from: from + 3_000_000, to }])
    expect(notPolledSpans({ ...metrics, polledUntil: null }, false)).toMatchObject([{ from, to }])
    expect(notPolledSpans(metrics, true)).toMatchObject([{ from, to }])
    expect(notPolledSpans({ ...metrics, polledUntil: metrics.to }, false)).toEqual([])
  })
})

it('works the average out of sum and count, and leaves a gap where nothing ran', () => {
  expect(
    averageOf(
      [
        [0, 100],
        [1, 5],
        [2, null],
      ],
      [
        [0, 4],
        [1, 0],
        [2, 3],
      ],
    ),
  ).toEqual([
    [0, 25],
    [1, null],
    [2, null],
  ])
  expect(averageOf(undefined, [])).toBeUndefined()
})
