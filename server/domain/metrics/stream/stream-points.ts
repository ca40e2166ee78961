import type { MetricPoint, SeriesKey, Stat } from '#server/domain/metrics/metric.ts'
import type { StreamedMetric } from './read-metric-line.ts'

type Wanted = Readonly<Record<string, readonly Stat[]>>
export type StreamSeries = { key: SeriesKey; points: MetricPoint[] }

/** The series that streamed metrics come to: of functions and accounts, those statistics that are kept of each. */
export function streamSeries(
  metrics: readonly StreamedMetric[],
  wanted: { ofFunction: Wanted; ofAccount: Wanted },
): StreamSeries[] {
  const series = new Map<string, StreamSeries>()
  for (const { accountId, region, metric, dimension, atMs, sum, max, p95 } of metrics) {
    const stats = (dimension === '' ? wanted.ofAccount : wanted.ofFunction)[metric] ?? []
    for (const stat of stats) {
      const value = stat === 'Sum' ? sum : stat === 'Maximum' ? max : stat === 'p95' ? p95 : null
      if (value === null) continue
      const id = [accountId, region, metric, stat, dimension].join('\n')
      const one = series.get(id) ?? {
        key: { accountId, region, namespace: 'AWS/Lambda', metric, stat, dimension },
        points: [],
      }
      series.set(id, one)
      one.points.push({ at: new Date(atMs), value })
    }
  }
  return [...series.values()]
}
