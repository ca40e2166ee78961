import type { SeriesKey } from '#server/domain/metrics/metric.ts'
import { type Completion, defineCollector } from './define-collector.ts'
import { getMetricData } from './get-metric-data.ts'
import { type MetricBatch, requestAll } from './metric-requests.ts'

export type MetricRequest = {
  series: readonly SeriesKey[]
  periodSeconds: number
  /** Inclusive; moved down to a full period. */
  from: Date
  /** Exclusive; moved up to a full period. */
  to: Date
}

/** Points of AWS/Lambda series of one account and region; series without points are left out. */
export const lambdaMetrics = defineCollector<MetricBatch, MetricRequest>({
  id: 'lambda-metrics',
  title: 'Lambda metrics',
  scope: 'region',
  onlyWithFunctions: true,
  operations: [getMetricData],
  collect(context, { series, ...window }): AsyncGenerator<MetricBatch[], Completion> {
    return requestAll(context, series, window, (key) =>
      key.dimension === '' ? [] : [{ Name: 'FunctionName', Value: key.dimension }],
    )
  },
  countOf: (batch) => batch.points.length,
})
