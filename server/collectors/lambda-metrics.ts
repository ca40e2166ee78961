import type { CallContext } from '#server/aws/call.ts'
import type { SeriesKey } from '#server/domain/metrics/metric.ts'
import { formatDuration, MINUTE_MS } from '#server/domain/time.ts'
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
  /** Told which series were answered in full, with points or without, once their points were handed on. */
  answered?: (keys: readonly SeriesKey[]) => void
}

/** Points of AWS/Lambda series of one account and region; series without points are left out. */
export const lambdaMetrics = defineCollector<MetricBatch, readonly MetricRequest[]>({
  id: 'lambda-metrics',
  title: 'Lambda metrics',
  scope: 'region',
  onlyWithFunctions: true,
  operations: [getMetricData],
  async *collect(context, requests): AsyncGenerator<MetricBatch[], Completion> {
    let complete = true
    for (const { series, answered, ...window } of requests) {
      const end = yield* requestAll(context, series, window, dimensionsOf, answered)
      complete &&= end.complete
    }
    noteClock(context)
    return { complete }
  },
  countOf: (batch) => batch.points.length,
})

const CLOCK_MAY_DIFFER_MS = MINUTE_MS

/** A clock that is far off is no reason to miss points, but to be told of. */
function noteClock({ report }: CallContext): void {
  const skewMs = report.clockSkewMs ?? 0
  if (Math.abs(skewMs) <= CLOCK_MAY_DIFFER_MS) return
  const message = `this machine's clock is ${formatDuration(skewMs)} ${skewMs > 0 ? 'ahead of' : 'behind'} AWS's`
  const hides =
    'nothing of metrics, which are asked for by AWS’s clock; times of other things are off by as much'
  report.addProblem({ name: 'Date', permission: '' }, { state: 'failed', code: 'ClockSkew', message, hides })
}

function dimensionsOf({ dimension }: SeriesKey) {
  return dimension === '' ? [] : [{ Name: 'FunctionName', Value: dimension }]
}
