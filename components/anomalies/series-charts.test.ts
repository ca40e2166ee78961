import { describe, expect, it } from 'vitest'
import type { IncidentCharts } from '#server/services/anomalies/charts.schema.ts'
import { functionHref, type IncidentSeries, metricTitle, smallChart } from './series-charts.ts'

const series: IncidentSeries = {
  id: 7,
  functionId: 3,
  functionName: 'orders',
  metric: 'Errors',
  stat: 'Sum',
  unit: 'Count',
  points: [[0, 5]],
  band: [[0, 1, 2]],
  anomalies: [],
}
const charts: IncidentCharts = {
  from: '2026-11-20T00:00:00.000Z',
  to: '2026-11-20T10:00:00.000Z',
  periodSeconds: 300,
  polledUntil: '2026-11-20T09:00:00.000Z',
  series: [series],
  omitted: 0,
  marks: [],
}

describe('metricTitle', () => {
  it.each([
    ['Errors', 'Sum', 'Errors'],
    ['Duration', 'p95', 'Duration, p95'],
    ['Duration', 'Maximum', 'Duration, longest'],
    ['ConcurrentExecutions', 'Maximum', 'Concurrency, peak'],
  ])('%s %s', (metric, stat, words) => expect(metricTitle({ metric, stat })).toBe(words))
})

describe('smallChart', () => {
  it('has the band, and hatches what was not polled yet', () => {
    expect(smallChart(charts, series)).toMatchObject({
      label: 'Errors of orders',
      series: [{ kind: 'bar', tone: 'error' }],
      band: { lower: [[0, 1]], upper: [[0, 2]] },
      notPolled: [{ from: Date.parse('2026-11-20T09:00:00.000Z') }],
    })
  })
  it('is a line for a duration, without a band where nothing is known', () => {
    const duration = { ...series, metric: 'Duration', stat: 'p95', unit: '', band: [], functionName: null }
    const drawn = smallChart({ ...charts, polledUntil: null }, duration)
    expect(drawn).toMatchObject({
      label: 'Duration, p95 of the account',
      unit: 'Milliseconds',
      series: [{ kind: 'line' }],
    })
    expect([drawn.band, drawn.notPolled]).toEqual([undefined, []])
  })
})

it('leads to the charts of the function at that time', () => {
  expect(functionHref(3, charts)).toBe(
    '/functions/3?tab=metrics&from=2026-11-20T00%3A00%3A00.000Z&to=2026-11-20T10%3A00%3A00.000Z',
  )
})
