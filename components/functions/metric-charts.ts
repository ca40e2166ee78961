import type { ChartMark, ChartSeries, Point, Span, TimeChartProps } from '#components/charts/chart-types.ts'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'

type Chart = Pick<TimeChartProps, 'title' | 'label' | 'unit' | 'series' | 'thresholds' | 'empty'> & {
  key: string
  /** True where nothing of it was ever polled in the period. */
  isUnpolled: boolean
}

function pointsOf(metrics: FunctionMetrics, metric: string, stat: string): Point[] | undefined {
  return metrics.series.find((one) => one.metric === metric && one.stat.toLowerCase() === stat.toLowerCase())
    ?.points
}

/** Errors without those that are told apart; null where errors are not known. */
export function otherErrors(errors: Point[], ...kinds: (Point[] | undefined)[]): Point[] {
  const lookups = kinds.flatMap((points) => (points ? [new Map(points)] : []))
  return errors.map(([t, value]) => {
    if (value === null) return [t, null]
    const told = lookups.reduce((sum, lookup) => sum + (lookup.get(t) ?? 0), 0)
    return [t, Math.max(0, value - told)]
  })
}

/** Average duration from its sum and the invocations, where CloudWatch's own average was not asked for. */
export function averageOf(sums: Point[] | undefined, counts: Point[] | undefined): Point[] | undefined {
  if (!sums || !counts) return undefined
  const lookup = new Map(counts)
  return sums.map(([t, sum]) => {
    const count = lookup.get(t)
    return [t, sum === null || !count ? null : sum / count]
  })
}

function errorSeries(metrics: FunctionMetrics): ChartSeries[] {
  const errors = pointsOf(metrics, 'Errors', 'Sum')
  if (!errors) return []
  const timeouts = pointsOf(metrics, 'Timeouts', 'Sum')
  const outOfMemory = pointsOf(metrics, 'OutOfMemory', 'Sum')
  const series: ChartSeries[] = []
  if (timeouts)
    series.push({
      key: 'timeouts',
      name: 'timeouts',
      kind: 'bar',
      points: timeouts,
      tone: 'timeout',
      summary: 'sum',
    })
  if (outOfMemory)
    series.push({
      key: 'oom',
      name: 'out of memory',
      kind: 'bar',
      points: outOfMemory,
      tone: 'series-4',
      summary: 'sum',
    })
  series.push({
    key: 'other',
    name: timeouts ? 'other errors' : 'errors, timeouts not told apart',
    kind: 'bar',
    points: otherErrors(errors, timeouts, outOfMemory),
    tone: 'error',
    summary: 'sum',
  })
  return series
}

function optional(points: Point[] | undefined, series: Omit<ChartSeries, 'points'>): ChartSeries[] {
  return points ? [{ ...series, points }] : []
}

/** The function's charts from top to bottom, on one time axis. */
export function chartsOf(metrics: FunctionMetrics, name: string): Chart[] {
  const of = (metric: string, stat: string) => pointsOf(metrics, metric, stat)
  const limit = metrics.concurrencyLimit
  const timeoutLine: ChartSeries[] =
    metrics.timeoutMs.length > 0
      ? [
          {
            key: 'timeout',
            name: 'timeout',
            kind: 'step',
            points: metrics.timeoutMs,
            tone: 'limit',
            dashed: true,
          },
        ]
      : []
  const charts = [
    {
      key: 'invocations',
      title: 'Invocations',
      unit: 'Count',
      series: optional(of('Invocations', 'Sum'), {
        key: 'invocations',
        name: 'invocations',
        kind: 'bar',
        tone: 'series-1',
        summary: 'sum',
      }),
    },
    { key: 'errors', title: 'Errors', unit: 'Count', series: errorSeries(metrics) },
    {
      key: 'throttles',
      title: 'Throttles',
      unit: 'Count',
      series: optional(of('Throttles', 'Sum'), {
        key: 'throttles',
        name: 'throttles',
        kind: 'bar',
        tone: 'throttle',
        summary: 'sum',
      }),
    },
    {
      key: 'duration',
      title: 'Duration',
      unit: 'Milliseconds',
      series: [
        ...optional(of('Duration', 'Maximum'), {
          key: 'max',
          name: 'longest',
          kind: 'line',
          tone: 'series-2',
          summary: 'max',
        }),
        ...optional(of('Duration', 'p95'), { key: 'p95', name: 'p95', kind: 'line', tone: 'series-4' }),
        ...optional(of('Duration', 'Average') ?? averageOf(of('Duration', 'Sum'), of('Invocations', 'Sum')), {
          key: 'avg',
          name: 'average',
          kind: 'line',
          tone: 'series-3',
        }),
        ...timeoutLine,
      ],
    },
    {
      key: 'concurrency',
      title: 'Concurrency',
      unit: 'Count',
      series: optional(of('ConcurrentExecutions', 'Maximum'), {
        key: 'concurrency',
        name: 'in use',
        kind: 'area',
        tone: 'series-1',
        summary: 'max',
      }),
      thresholds: limit === null ? [] : [{ label: `limit ${limit.toLocaleString('en-GB')}`, value: limit }],
    },
  ] satisfies Omit<Chart, 'isUnpolled'>[]
  return charts.map((chart) => {
    const isUnpolled = chart.series.every((one) => one.kind === 'step')
    return {
      ...chart,
      label: `${chart.title} of ${name}`,
      isUnpolled,
      empty: isUnpolled ? `${chart.title}: not polled in this period` : 'CloudWatch reported nothing here',
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

/** The marks that fall into the period, with where they lead. */
export function marksOf(metrics: FunctionMetrics): ChartMark[] {
  return metrics.marks.map((mark) => ({
    at: Date.parse(mark.at),
    kind: mark.kind,
    label: mark.actor ? `${mark.label} by ${mark.actor}` : mark.label,
    href: mark.alertId ? `/alerts/${mark.alertId}` : undefined,
  }))
}
