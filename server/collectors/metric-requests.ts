import type { CallContext } from '#server/aws/call.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import type { SeriesKey } from '#server/domain/metrics/metric.ts'
import { HOUR_MS, SECOND_MS } from '#server/domain/time.ts'
import type { Completion } from './define-collector.ts'
import {
  type DimensionsOf,
  getMetricData,
  type MetricAnswer,
  type MetricWindow,
  requestSeries,
  type SeriesPoints,
} from './get-metric-data.ts'

/** GetMetricData takes 500 queries a request. Source: CloudWatch API reference. */
const MAX_QUERIES = 500
/**
 * AWS gives up to 100,800 points an answer. It charges by metric, not by request, so smaller answers cost nothing more,
 * and come in time from a slow endpoint too.
 */
const MAX_POINTS = 15_000

export type MetricBatch = SeriesPoints & { periodSeconds: number }

/** Until when an endpoint is not asked for percentiles, because it refused them by themselves. */
const withoutPercentiles = new WeakMap<ClientPool, Map<string, number>>()
const ASK_AGAIN_AFTER_MS = HOUR_MS

/** How many queries a slow endpoint answers in time, where that is known to be fewer than AWS takes. */
const slowLimits = new WeakMap<ClientPool, Map<string, number>>()
const FEWEST_QUERIES = 20

/**
 * Asks for series in as few requests as the limits allow; statistics of one metric stay in one request, because AWS
 * charges them once. `answered` is told which were answered in full, once what came of them was handed on. A request that
 * is not answered in time is halved. Where a request with percentiles fails, the two are asked for apart, so that one cannot hide the other.
 */
export async function* requestAll(
  context: CallContext,
  series: readonly SeriesKey[],
  window: MetricWindow,
  dimensionsOf: DimensionsOf,
  answered: (keys: readonly SeriesKey[]) => void = () => undefined,
): AsyncGenerator<MetricBatch[], Completion, undefined> {
  const { periodSeconds } = window
  const aligned = alignWindow(window)
  const refusals = withoutPercentiles.get(context.clients) ?? new Map<string, number>()
  withoutPercentiles.set(context.clients, refusals)
  let complete = true
  const ask = async (keys: readonly SeriesKey[]): Promise<MetricAnswer> => {
    const answer = await requestSeries(context, keys, aligned, dimensionsOf)
    if (!answer.complete) complete = false
    return answer
  }
  const limits = slowLimits.get(context.clients) ?? new Map<string, number>()
  slowLimits.set(context.clients, limits)
  const queue = chunksOf(series, aligned, limits.get(context.region) ?? MAX_QUERIES)
  for (let keys = queue.shift(); keys; keys = queue.shift()) {
    const plain = keys.filter((key) => !isPercentile(key))
    const percentiles = keys.filter(isPercentile)
    const isRefused = (refusals.get(context.region) ?? 0) > context.clock()
    const parts: MetricAnswer[] = []
    const before: boolean = complete
    if (!isRefused || percentiles.length === 0) parts.push(await ask(keys))
    const failedCode = parts[0]?.failedCode
    const isSplit = isRefused || (failedCode !== undefined && isRefusal(failedCode))
    if (isSplit && percentiles.length > 0 && plain.length > 0) {
      const rest = await ask(plain)
      parts.push(rest)
      const alone = isRefused || rest.failedCode !== undefined ? undefined : await ask(percentiles)
      if (alone && alone.failedCode === undefined) parts.push(alone)
      else if (rest.failedCode === undefined) {
        complete = false
        if (!isRefused) refusals.set(context.region, context.clock() + ASK_AGAIN_AFTER_MS)
        const message = 'percentiles are refused; other statistics are kept'
        const hides = 'percentiles of durations; all other statistics are there'
        const problem = { state: 'failed' as const, code: 'NoPercentiles', message, hides }
        context.report.addProblem(getMetricData, problem, 'p95')
      }
    }
    if (parts.some(isSlow) && keys.length > FEWEST_QUERIES) {
      const half = Math.ceil(keys.length / 2)
      limits.set(context.region, half)
      complete = before
      queue.unshift(...chunksOf(keys, aligned, half))
      continue
    }
    const found = parts.flatMap((part) => part.series.map((one) => ({ ...one, periodSeconds })))
    if (found.length > 0) yield found
    answered(parts.flatMap((part) => part.answered))
    if (parts.some((part) => part.failedCode === 'denied')) return { complete: false }
  }
  return { complete }
}

function isPercentile(key: SeriesKey): boolean {
  return /^p\d/.test(key.stat)
}

/** Whether a failure may come from what was asked, so that asking otherwise may help. */
function isRefusal(code: string): boolean {
  return !/^(denied|Timeout|Throttl|RegionDisabled|ExpiredToken|E[A-Z]+$)/.test(code)
}

function isSlow({ failedCode }: MetricAnswer): boolean {
  return failedCode === 'Timeout' || failedCode === 'ETIMEDOUT'
}

function alignWindow({ periodSeconds, from, to }: MetricWindow): MetricWindow {
  const stepMs = periodSeconds * SECOND_MS
  return {
    periodSeconds,
    from: new Date(Math.floor(from.getTime() / stepMs) * stepMs),
    to: new Date(Math.ceil(to.getTime() / stepMs) * stepMs),
  }
}

function chunksOf(
  series: readonly SeriesKey[],
  { periodSeconds, from, to }: MetricWindow,
  most: number,
): SeriesKey[][] {
  const pointsEach = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / (periodSeconds * SECOND_MS)))
  const size = Math.max(1, Math.min(most, Math.floor(MAX_POINTS / pointsEach)))
  const groups = Map.groupBy(series, (key) => `${key.namespace}\n${key.metric}\n${key.dimension}`)
  const chunks: SeriesKey[][] = []
  let current: SeriesKey[] = []
  for (const group of groups.values()) {
    if (current.length > 0 && current.length + group.length > size) {
      chunks.push(current)
      current = []
    }
    current.push(...group)
  }
  if (current.length > 0) chunks.push(current)
  return chunks
}
