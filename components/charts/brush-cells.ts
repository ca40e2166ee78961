import type { ChartSeries, TimeChartProps } from './chart-types.ts'
import { formatValue } from './format-value.ts'

export type BrushGrid = { fromMs: number; stepMs: number; count: number }

/** The cells of a chart that a brush chooses from: its periods, from the one in which it begins. */
export function brushGrid({ from, to, periodSeconds, series }: TimeChartProps): BrushGrid {
  const stepMs = periodSeconds * 1000
  const anchor = series.find((one) => one.kind !== 'step' && one.points.length > 0)?.points[0]?.[0] ?? from
  const fromMs = anchor - Math.ceil((anchor - from) / stepMs) * stepMs
  return { fromMs, stepMs, count: Math.max(0, Math.ceil((to - fromMs) / stepMs)) }
}

const valuesIn = (series: ChartSeries, fromMs: number, toMs: number) =>
  series.points.flatMap(([at, value]) => (at >= fromMs && at < toMs && value !== null ? [value] : []))

/** What a chart shows in a span, in words: bars are added up ("23 errors"), lines have their peak. */
export function saidOfSpan(props: TimeChartProps, fromMs: number, toMs: number): string {
  const bars = props.series.filter((one) => one.kind === 'bar')
  const sums = bars.flatMap((one) => valuesIn(one, fromMs, toMs))
  if (sums.length > 0) {
    const total = formatValue(
      sums.reduce((a, b) => a + b, 0),
      props.unit,
    )
    return `${total} ${props.title.toLowerCase()}`
  }
  const [line] = props.series.filter((one) => one.kind === 'line' || one.kind === 'area')
  const values = line ? valuesIn(line, fromMs, toMs) : []
  if (!line || values.length === 0) return 'no data'
  return `${line.name} ${formatValue(Math.max(...values), props.unit)} at most`
}
