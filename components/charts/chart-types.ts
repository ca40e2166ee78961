/** [epoch ms, value]; null is a gap. */
export type Point = [number, number | null]

export type Tone =
  | 'accent'
  | 'error'
  | 'timeout'
  | 'throttle'
  | 'limit'
  | 'neutral'
  | 'faint'
  | 'critical'
  | 'high'
  | 'medium'
  | 'low'
  | 'info'
  | 'series-1'
  | 'series-2'
  | 'series-3'
  | 'series-4'
  | 'series-5'
  | 'series-6'

/** `bar` series of one chart are stacked in their order; a `step` point holds from its time on until the next. */
export type ChartSeries = {
  key: string
  name: string
  kind: 'line' | 'area' | 'bar' | 'step'
  points: Point[]
  tone: Tone
  dashed?: boolean
  /** What the legend shows when nothing is pointed at; the last value if not given. */
  summary?: 'last' | 'sum' | 'max' | 'min'
}

export type ChartBand = { name: string; lower: Point[]; upper: Point[]; tone: Tone }
/** A time in which a value was not what is usual; `to` is null while it goes on. */
export type ChartAnomaly = { from: number; to: number | null; kind: string; label: string }
export type ChartThreshold = { label: string; value: number; tone?: Tone }
export type ChartMark = {
  at: number
  kind: 'deployment' | 'configuration' | 'alert'
  label: string
  href?: string
}
export type Span = { from: number; to: number; label?: string }

export type TimeChartProps = {
  title: string
  /** Says what the chart shows, for a screen reader: "Errors of orders-api by kind". */
  label?: string
  /** CloudWatch's unit name or a short one: Count, Milliseconds, ms, USD, Percent, … */
  unit: string
  from: number
  to: number
  periodSeconds: number
  series: ChartSeries[]
  band?: ChartBand
  thresholds?: ChartThreshold[]
  marks?: ChartMark[]
  anomalies?: ChartAnomaly[]
  /** `log` shows small values beside large ones; zero stays at the bottom. */
  scale?: 'linear' | 'log'
  /** Spans that nobody asked CloudWatch about: drawn hatched. */
  notPolled?: Span[]
  heightPx?: number
  /** Charts with the same id share one crosshair. */
  syncId?: string
  /** Called with the span that was dragged over or chosen with keys; give it to make the chart zoomable. */
  onZoom?: (fromMs: number, toMs: number) => void
  /** Called by a double click, or Escape where a span is chosen with keys: back to what was shown before. */
  onZoomOut?: () => void
  /** What the chooser of a span is called; "Choose a span of <title>" if not given. */
  brushLabel?: string
  /** What to say where there is no point at all. */
  empty?: string
}

/** A row of the merged chart: the time and a value for each series key. */
export type ChartRow = { t: number; values: Record<string, number | null> }
