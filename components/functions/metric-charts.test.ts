import { describe, expect, it } from 'vitest'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'
import { averageOf, otherErrors } from './derived-points.ts'
import { chartsOf, notPolledSpans } from './metric-charts.ts'

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
  marksFrom: null,
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

  it('names only the kinds of errors that there were', () => {
    const kinds = [series('Errors', 'Sum', 5), series('Timeouts', 'Sum', 0)]
    const drawn = (outOfMemory: number) =>
      chartsOf({ ...metrics, series: [...kinds, series('OutOfMemory', 'Sum', outOfMemory)] }, 'f')[1]
    expect(drawn(0)?.series.map((one) => one.name)).toEqual(['timeouts', 'other errors'])
    expect(drawn(2)?.series.map((one) => one.name)).toEqual(['timeouts', 'out of memory', 'other errors'])
  })

  it('marks a chart without any series as not polled, the timeout line alone not counting', () => {
    expect(chartsOf(metrics, 'f').every((chart) => chart.isUnpolled)).toBe(true)
  })
})

describe('what is usual', () => {
  const drawn = (changes: Partial<FunctionMetrics>, rare = false) =>
    chartsOf({ ...metrics, ...changes }, 'f', { rare })
  const banded = (metric: string, stat: string) => ({
    ...series(metric, stat, 5),
    band: [[60_000, 1, 4]] as [number, number, number][],
  })

  it('is a band behind the series that it is of', () => {
    const charts = drawn({ series: [banded('Duration', 'Maximum'), series('Duration', 'p95', 4)] })
    expect(charts.find((chart) => chart.key === 'duration')?.band).toMatchObject({
      name: 'usual peak',
      lower: [[60_000, 1]],
      upper: [[60_000, 4]],
    })
    expect(charts.find((chart) => chart.key === 'errors')?.band).toBeUndefined()
  })

  it('is told beside what was not, on the chart of its metric', () => {
    const anomaly = {
      metric: 'Errors',
      stat: 'Sum',
      from: metrics.from,
      to: null,
      kind: 'spike',
      score: 0.9,
      value: 5,
      lower: 0,
      upper: 1,
      explanation: '18 times the usual',
      incidentId: null,
    }
    const charts = drawn({ anomalies: [anomaly] })
    expect(charts.map((chart) => chart.anomalies?.length)).toEqual([0, 1, 0, 0, 0])
    expect(charts[1]?.anomalies?.[0]).toMatchObject({ kind: 'spike', to: null, label: '18 times the usual' })
  })

  it('has the week before as a dashed line where that was asked for', () => {
    const before = { ...series('Invocations', 'Sum', 5), previous: [[60_000, 7]] as [number, number][] }
    const [invocations] = drawn({ series: [before] })
    expect(invocations?.series.at(-1)).toMatchObject({
      name: 'a week before',
      dashed: true,
      points: [[60_000, 7]],
    })
  })

  it('has the busiest and the quietest of what a bar hides', () => {
    const hidden = {
      ...series('Invocations', 'Sum', 50),
      extremes: [[60_000, 1, 40]] as [number, number, number][],
    }
    const [invocations] = drawn({ series: [hidden], periodSeconds: 3600, extremesSeconds: 300 })
    expect(invocations?.series.map(({ name, points }) => [name, points[0]?.[1]])).toEqual([
      ['invocations', 50],
      ['busiest 5 min', 40],
      ['quietest 5 min', 1],
    ])
  })

  it('shows what few functions have only where there is anything of it', () => {
    const streams = [series('IteratorAge', 'Maximum', 9), series('AsyncEventsReceived', 'Sum', 0)]
    const keys = (rare: boolean) => drawn({ series: streams }, rare).map((chart) => chart.key)
    expect([keys(false).length, keys(true).slice(5)]).toEqual([5, ['iterator-age']])
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
