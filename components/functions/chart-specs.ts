import type { ChartSeries, ChartThreshold, Point, Tone } from '#components/charts/chart-types.ts'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'
import { averageOf, otherErrors } from './derived-points.ts'

export type ChartSpec = {
  key: string
  title: string
  unit: string
  /** Metrics whose anomalies are shown on it. */
  metrics: readonly string[]
  /** The series that has the band, the extremes and the week before, the likeliest first. */
  leading: readonly (readonly [metric: string, stat: string])[]
  extremes?: 'busiest' | 'both'
  series: (metrics: FunctionMetrics) => ChartSeries[]
  thresholds?: (metrics: FunctionMetrics) => ChartThreshold[]
}

export type MetricSeries = FunctionMetrics['series'][number]

export function seriesOf(metrics: FunctionMetrics, metric: string, stat: string): MetricSeries | undefined {
  return metrics.series.find((one) => one.metric === metric && one.stat.toLowerCase() === stat.toLowerCase())
}

const pointsOf = (metrics: FunctionMetrics, metric: string, stat: string): Point[] | undefined =>
  seriesOf(metrics, metric, stat)?.points

function optional(points: Point[] | undefined, series: Omit<ChartSeries, 'points'>): ChartSeries[] {
  return points ? [{ ...series, points }] : []
}

export const hasPoint = (series: ChartSeries) =>
  series.points.some(([, value]) => value !== null && value > 0)

const bars = (metrics: FunctionMetrics, metric: string, name: string, tone: Tone): ChartSeries[] =>
  optional(pointsOf(metrics, metric, 'Sum'), { key: metric, name, kind: 'bar', tone, summary: 'sum' })

const line = (metrics: FunctionMetrics, metric: string, name: string, tone: Tone): ChartSeries[] =>
  bars(metrics, metric, name, tone).map((one) => ({ ...one, kind: 'line' }))

/** Kinds of errors that are told apart, from the bottom of the stack. */
const ERROR_KINDS = [
  ['Timeouts', 'timeouts', 'timeout'],
  ['OutOfMemory', 'out of memory', 'series-4'],
  ['InitFailures', 'failed to start', 'series-5'],
] as const

function errorSeries(metrics: FunctionMetrics): ChartSeries[] {
  const errors = pointsOf(metrics, 'Errors', 'Sum')
  if (!errors) return []
  const told = ERROR_KINDS.flatMap(([metric, name, tone]) => bars(metrics, metric, name, tone))
  const hasTimeouts = told.some((one) => one.key === 'Timeouts')
  const kinds = told.filter((one) => one.key === 'Timeouts' || hasPoint(one))
  return [
    ...kinds,
    {
      key: 'other',
      name: hasTimeouts ? 'other errors' : 'errors, timeouts not told apart',
      kind: 'bar',
      points: otherErrors(errors, ...kinds.map((one) => one.points)),
      tone: 'error',
      summary: 'sum',
    },
  ]
}

function durationSeries(metrics: FunctionMetrics): ChartSeries[] {
  const of = (stat: string) => pointsOf(metrics, 'Duration', stat)
  const average = of('Average') ?? averageOf(of('Sum'), pointsOf(metrics, 'Invocations', 'Sum'))
  return [
    ...optional(of('Maximum'), {
      key: 'max',
      name: 'longest',
      kind: 'line',
      tone: 'series-2',
      summary: 'max',
    }),
    ...optional(of('p95'), { key: 'p95', name: 'p95', kind: 'line', tone: 'series-4' }),
    ...optional(average, { key: 'avg', name: 'average', kind: 'line', tone: 'series-3' }),
    ...optional(metrics.timeoutMs.length > 0 ? metrics.timeoutMs : undefined, {
      key: 'timeout',
      name: 'timeout',
      kind: 'step',
      tone: 'limit',
      dashed: true,
    }),
  ]
}

const longest = (metrics: FunctionMetrics, metric: string, name: string): ChartSeries[] =>
  optional(pointsOf(metrics, metric, 'Maximum'), {
    key: metric,
    name,
    kind: 'line',
    tone: 'series-2',
    summary: 'max',
  })

export const MAIN_CHARTS: readonly ChartSpec[] = [
  {
    key: 'invocations',
    title: 'Invocations',
    unit: 'Count',
    metrics: ['Invocations'],
    leading: [['Invocations', 'Sum']],
    extremes: 'both',
    series: (metrics) => bars(metrics, 'Invocations', 'invocations', 'series-1'),
  },
  {
    key: 'errors',
    title: 'Errors',
    unit: 'Count',
    metrics: ['Errors', ...ERROR_KINDS.map(([metric]) => metric)],
    leading: [['Errors', 'Sum']],
    extremes: 'busiest',
    series: errorSeries,
  },
  {
    key: 'throttles',
    title: 'Throttles',
    unit: 'Count',
    metrics: ['Throttles'],
    leading: [['Throttles', 'Sum']],
    extremes: 'busiest',
    series: (metrics) => bars(metrics, 'Throttles', 'throttles', 'throttle'),
  },
  {
    key: 'duration',
    title: 'Duration',
    unit: 'Milliseconds',
    metrics: ['Duration'],
    leading: [
      ['Duration', 'p95'],
      ['Duration', 'Maximum'],
    ],
    series: durationSeries,
  },
  {
    key: 'concurrency',
    title: 'Concurrency',
    unit: 'Count',
    metrics: ['ConcurrentExecutions'],
    leading: [['ConcurrentExecutions', 'Maximum']],
    series: (metrics) =>
      optional(pointsOf(metrics, 'ConcurrentExecutions', 'Maximum'), {
        key: 'concurrency',
        name: 'in use',
        kind: 'area',
        tone: 'series-1',
        summary: 'max',
      }),
    thresholds: ({ concurrencyLimit: limit }) =>
      limit === null ? [] : [{ label: `limit ${limit.toLocaleString('en-GB')}`, value: limit }],
  },
]

/** Charts that most functions have nothing for. */
export const RARE_CHARTS: readonly ChartSpec[] = [
  {
    key: 'async',
    title: 'Asynchronous events',
    unit: 'Count',
    metrics: ['AsyncEventsReceived', 'AsyncEventsDropped', 'DeadLetterErrors'],
    leading: [['AsyncEventsReceived', 'Sum']],
    extremes: 'busiest',
    series: (metrics) => [
      ...bars(metrics, 'AsyncEventsReceived', 'received', 'series-1'),
      ...line(metrics, 'AsyncEventsDropped', 'dropped', 'error'),
      ...line(metrics, 'DeadLetterErrors', 'lost on the way to the dead letter queue', 'timeout'),
    ],
  },
  {
    key: 'async-age',
    title: 'Age of asynchronous events',
    unit: 'Milliseconds',
    metrics: ['AsyncEventAge'],
    leading: [['AsyncEventAge', 'Maximum']],
    series: (metrics) => longest(metrics, 'AsyncEventAge', 'oldest event'),
  },
  {
    key: 'iterator-age',
    title: 'Iterator age',
    unit: 'Milliseconds',
    metrics: ['IteratorAge'],
    leading: [['IteratorAge', 'Maximum']],
    series: (metrics) => longest(metrics, 'IteratorAge', 'oldest record'),
  },
  {
    key: 'recursion',
    title: 'Recursive invocations stopped',
    unit: 'Count',
    metrics: ['RecursiveInvocationsDropped'],
    leading: [['RecursiveInvocationsDropped', 'Sum']],
    series: (metrics) => bars(metrics, 'RecursiveInvocationsDropped', 'stopped', 'error'),
  },
]
