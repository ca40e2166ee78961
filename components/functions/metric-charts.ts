import type {
  ChartAnomaly,
  ChartBand,
  ChartSeries,
  Point,
  Span,
  TimeChartProps,
} from '#components/charts/chart-types.ts'
import { bandEdges, drawnAnomaly } from '#components/charts/from-api.ts'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'
import {
  type ChartSpec,
  hasPoint,
  MAIN_CHARTS,
  type MetricSeries,
  RARE_CHARTS,
  seriesOf,
} from './chart-specs.ts'

export type MetricChart = Pick<
  TimeChartProps,
  'title' | 'label' | 'unit' | 'series' | 'thresholds' | 'empty' | 'band' | 'anomalies'
> & {
  key: string
  /** True where nothing of it was ever polled in the period. */
  isUnpolled: boolean
}

/** The series that the chart's band, its extremes and the week before are of: the first that there is. */
function leading(metrics: FunctionMetrics, spec: ChartSpec): MetricSeries | undefined {
  const own = spec.leading.flatMap(([metric, stat]) => seriesOf(metrics, metric, stat) ?? [])
  return own.find((one) => one.band.length > 0) ?? own[0]
}

function bandOf(series: MetricSeries | undefined): ChartBand | undefined {
  if (!series || series.band.length === 0) return undefined
  return {
    name: series.stat === 'Sum' ? 'usual' : `usual ${series.stat === 'p95' ? 'p95' : 'peak'}`,
    ...bandEdges(series.band),
    tone: 'neutral',
  }
}

const minutes = (seconds: number) => (seconds >= 3600 ? `${seconds / 3600} h` : `${seconds / 60} min`)

/** Shorter periods than this hide nothing that is worth a line. */
const HIDES_FROM_S = 3600

/** What an hour's bar hides: its busiest and, where silence tells something, its quietest five minutes. */
function extremeLines(
  metrics: FunctionMetrics,
  spec: ChartSpec,
  series: MetricSeries | undefined,
): ChartSeries[] {
  const length = metrics.extremesSeconds
  if (!series || length === null || metrics.periodSeconds < HIDES_FROM_S) return []
  if (series.extremes.length === 0 || !spec.extremes) return []
  const line = (name: string, at: 1 | 2): ChartSeries => ({
    key: name,
    name: `${name} ${minutes(length)}`,
    kind: 'line',
    points: series.extremes.map((one): Point => [one[0], one[at]]),
    tone: at === 2 ? 'neutral' : 'faint',
    summary: at === 2 ? 'max' : 'min',
  })
  const busiest = line('busiest', 2)
  if (!hasPoint(busiest)) return []
  return spec.extremes === 'both' ? [busiest, line('quietest', 1)] : [busiest]
}

function weekBefore(series: MetricSeries | undefined): ChartSeries[] {
  if (!series?.previous) return []
  return [
    {
      key: 'previous',
      name: 'a week before',
      kind: 'line',
      points: series.previous,
      tone: 'neutral',
      dashed: true,
      summary: series.stat === 'Sum' ? 'sum' : 'max',
    },
  ]
}

function anomaliesOf(metrics: FunctionMetrics, spec: ChartSpec): ChartAnomaly[] {
  return metrics.anomalies.filter((one) => spec.metrics.includes(one.metric)).map(drawnAnomaly)
}

/**
 * The function's charts from top to bottom, on one time axis: the five that every function has and, with `rare`, those of
 * asynchronous calls, streams and recursion where there is anything of them.
 */
export function chartsOf(metrics: FunctionMetrics, name: string, { rare = false } = {}): MetricChart[] {
  const specs = rare
    ? [...MAIN_CHARTS, ...RARE_CHARTS.filter((spec) => spec.series(metrics).some(hasPoint))]
    : MAIN_CHARTS
  return specs.map((spec) => {
    const own = spec.series(metrics)
    const isUnpolled = own.every((one) => one.kind === 'step')
    const first = leading(metrics, spec)
    return {
      key: spec.key,
      title: spec.title,
      unit: spec.unit,
      series: [...own, ...extremeLines(metrics, spec, first), ...weekBefore(first)],
      thresholds: spec.thresholds?.(metrics),
      label: `${spec.title} of ${name}`,
      band: bandOf(first),
      anomalies: anomaliesOf(metrics, spec),
      isUnpolled,
      empty: isUnpolled ? `${spec.title}: not polled in this period` : 'CloudWatch reported nothing here',
    }
  })
}

/** Spans to hatch: all of it where nothing was polled, else what comes after the last poll. */
export function notPolledSpans(metrics: FunctionMetrics, isUnpolled: boolean): Span[] {
  const from = Date.parse(metrics.from)
  const to = Date.parse(metrics.to)
  if (isUnpolled || metrics.polledUntil === null) return [{ from, to, label: '' }]
  const until = Date.parse(metrics.polledUntil)
  if (to - until <= metrics.periodSeconds * 1000) return []
  return [{ from: Math.max(from, until), to, label: 'not polled yet' }]
}
