import type { ChartSeries, Span, TimeChartProps } from '#components/charts/chart-types.ts'
import { drawnMarks } from '#components/charts/drawn-marks.ts'
import { bandEdges, drawnAnomaly } from '#components/charts/from-api.ts'
import { visibleText } from '#server/domain/text.ts'
import type { IncidentCharts } from '#server/services/anomalies/charts.schema.ts'

export type IncidentSeries = IncidentCharts['series'][number]

const STAT_WORDS: Record<string, string> = { Maximum: 'longest', p95: 'p95' }
const MAXIMUM_OF: Record<string, string> = { ConcurrentExecutions: 'peak' }
export const METRIC_WORDS: Record<string, string> = {
  ConcurrentExecutions: 'Concurrency',
  IteratorAge: 'Iterator age',
  AsyncEventAge: 'Age of asynchronous events',
  AsyncEventsReceived: 'Asynchronous events',
  AsyncEventsDropped: 'Asynchronous events dropped',
  DeadLetterErrors: 'Dead letter errors',
}

/** "Duration, p95": a metric in words, with its statistic where it is not a sum. */
export function metricTitle({ metric, stat }: Pick<IncidentSeries, 'metric' | 'stat'>): string {
  const word = METRIC_WORDS[metric] ?? visibleText(metric)
  const how = stat === 'Maximum' ? (MAXIMUM_OF[metric] ?? STAT_WORDS[stat]) : STAT_WORDS[stat]
  return how ? `${word}, ${how}` : word
}

/** CloudWatch names no unit for percentiles. */
const unitOf = (metric: string) => (/Duration|Age$/.test(metric) ? 'Milliseconds' : 'Count')

function nameOf({ metric, stat }: IncidentSeries): string {
  if (stat === 'Sum') return metricTitle({ metric, stat }).toLowerCase()
  return metric === 'ConcurrentExecutions' ? 'in use' : (STAT_WORDS[stat] ?? stat)
}

function drawnSeries(series: IncidentSeries): ChartSeries {
  const isSum = series.stat === 'Sum'
  return {
    key: String(series.id),
    name: nameOf(series),
    kind: isSum ? 'bar' : 'line',
    points: series.points,
    tone: series.metric === 'Errors' ? 'error' : series.metric === 'Throttles' ? 'throttle' : 'series-1',
    summary: isSum ? 'sum' : 'max',
  }
}

function notPolled({ to, polledUntil, periodSeconds }: IncidentCharts): Span[] {
  const [toMs, untilMs] = [Date.parse(to), Date.parse(polledUntil ?? to)]
  return toMs - untilMs > periodSeconds * 1000 ? [{ from: untilMs, to: toMs, label: '' }] : []
}

/** One small chart of an incident. */
export function smallChart(charts: IncidentCharts, series: IncidentSeries): Omit<TimeChartProps, 'syncId'> {
  const title = metricTitle(series)
  const [from, to] = [Date.parse(charts.from), Date.parse(charts.to)]
  return {
    title,
    label: `${title} of ${series.functionName === null ? 'the account' : visibleText(series.functionName)}`,
    unit: unitOf(series.metric),
    from,
    to,
    periodSeconds: charts.periodSeconds,
    series: [drawnSeries(series)],
    band: series.band.length > 0 ? { name: 'usual', ...bandEdges(series.band), tone: 'neutral' } : undefined,
    anomalies: series.anomalies.map(drawnAnomaly),
    marks: drawnMarks(charts.marks, from, to, { places: 40 }),
    notPolled: notPolled(charts),
  }
}

/** The function's page with its charts at the time of the incident. */
export function functionHref(functionId: number, { from, to }: Pick<IncidentCharts, 'from' | 'to'>): string {
  return `/functions/${functionId}?tab=metrics&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`
}
