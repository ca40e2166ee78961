import type { ChartRow, ChartSeries, Point } from './chart-types.ts'

export const MAX_CHART_POINTS = 1000
/** Keys of a band's edges in a row. */
export const BAND_LOWER = 'band-lower'
export const BAND_UPPER = 'band-upper'

/** The value of a step line in force at a time; null before its first point. */
export function stepValueAt(points: Point[], timeMs: number): number | null {
  let value: number | null = null
  for (const [t, v] of points) {
    if (t > timeMs) break
    value = v
  }
  return value
}

function timesOf(series: ChartSeries[], fromMs: number, toMs: number): number[] {
  const times = new Set<number>()
  for (const one of series) {
    for (const [t] of one.points) if (t >= fromMs && t <= toMs) times.add(t)
    if (one.kind === 'step') times.add(fromMs).add(toMs)
  }
  return [...times].sort((a, b) => a - b)
}

/**
 * Brings series together by time. A point that a series lacks is a gap (null), and where two rows are more than
 * one and a half periods apart an empty row stands between them, so that no line is drawn across what is missing.
 */
export function mergeSeries(
  series: ChartSeries[],
  fromMs: number,
  toMs: number,
  periodMs: number,
): ChartRow[] {
  const lookup = new Map(series.map((one) => [one.key, new Map(one.points)]))
  const rows: ChartRow[] = []
  let lastMeasured: number | undefined
  for (const t of timesOf(series, fromMs, toMs)) {
    if (lastMeasured !== undefined && t - lastMeasured > periodMs * 1.5)
      rows.push(rowAt(series, lookup, lastMeasured + periodMs))
    rows.push(rowAt(series, lookup, t))
    lastMeasured = t
  }
  return thinRows(
    rows,
    series.map((one) => one.key),
  )
}

function rowAt(series: ChartSeries[], lookup: Map<string, Map<number, number | null>>, t: number): ChartRow {
  const values: Record<string, number | null> = {}
  for (const one of series)
    values[one.key] = one.kind === 'step' ? stepValueAt(one.points, t) : (lookup.get(one.key)?.get(t) ?? null)
  return { t, values }
}

/** Brings rows down to `max` at most, keeping each series' lowest and highest value of every bucket, in their order. */
export function thinRows(rows: ChartRow[], keys: string[], max = MAX_CHART_POINTS): ChartRow[] {
  if (rows.length <= max) return rows
  const buckets = Math.floor(max / 2)
  const thinned: ChartRow[] = []
  for (let i = 0; i < buckets; i++) {
    const part = rows.slice(
      Math.floor((i * rows.length) / buckets),
      Math.floor(((i + 1) * rows.length) / buckets),
    )
    const first = part[0]
    const middle = part[Math.floor(part.length / 2)]
    if (!first || !middle) continue
    const early: ChartRow = { t: first.t, values: {} }
    const late: ChartRow = { t: middle === first ? first.t + 1 : middle.t, values: {} }
    for (const key of keys) {
      const [a, b] = extremes(part, key)
      early.values[key] = a
      late.values[key] = b
    }
    thinned.push(early, late)
  }
  return thinned
}

function extremes(rows: ChartRow[], key: string): [number | null, number | null] {
  let low: { at: number; value: number } | undefined
  let high: { at: number; value: number } | undefined
  rows.forEach((row, at) => {
    const value = row.values[key]
    if (value === null || value === undefined) return
    if (!low || value < low.value) low = { at, value }
    if (!high || value > high.value) high = { at, value }
  })
  if (!low || !high) return [null, null]
  return low.at <= high.at ? [low.value, high.value] : [high.value, low.value]
}

/** Times at which a series has a value and none beside it: a line would not show them, so they get a dot. */
export function isolatedTimes(rows: ChartRow[], key: string): Set<number> {
  const isNull = (row: ChartRow | undefined) => row?.values[key] === undefined || row.values[key] === null
  const times = new Set<number>()
  rows.forEach((row, i) => {
    if (!isNull(row) && isNull(rows[i - 1]) && isNull(rows[i + 1])) times.add(row.t)
  })
  return times
}

/** The row nearest to a time; undefined where there is none within `toleranceMs`. */
export function nearestRow(rows: ChartRow[], timeMs: number, toleranceMs: number): ChartRow | undefined {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const mid = (low + high) >> 1
    if ((rows[mid]?.t ?? 0) < timeMs) low = mid + 1
    else high = mid
  }
  const candidates = [rows[low - 1], rows[low]].filter((row) => row !== undefined)
  const best = candidates.sort((a, b) => Math.abs(a.t - timeMs) - Math.abs(b.t - timeMs))[0]
  return best && Math.abs(best.t - timeMs) <= toleranceMs ? best : undefined
}

/** The number that the legend shows for a series when nothing is pointed at. */
export function summarise(series: ChartSeries): number | null {
  const values = series.points.map(([, v]) => v).filter((v) => v !== null)
  if (values.length === 0) return null
  if (series.summary === 'sum') return values.reduce((a, b) => a + b, 0)
  if (series.summary === 'max') return values.reduce((a, b) => Math.max(a, b))
  if (series.summary === 'min') return values.reduce((a, b) => Math.min(a, b))
  return values.at(-1) ?? null
}

/** A limit, or what is usual, more than five times above all that was measured is left out of the scale: it would press the rest flat. */
const LIMIT_REACH = 5

/** The highest value that the axis must reach: the measured ones, stacked bars together, and limits that are near. */
export function valueTop(rows: ChartRow[], series: ChartSeries[], thresholds: { value: number }[]): number {
  const bars = series.filter((one) => one.kind === 'bar')
  const steps = new Set(series.filter((one) => one.kind === 'step').map((one) => one.key))
  let measured = 0
  const limits = thresholds.map((one) => one.value)
  for (const row of rows) {
    measured = Math.max(
      measured,
      bars.reduce((sum, one) => sum + (row.values[one.key] ?? 0), 0),
    )
    for (const [key, value] of Object.entries(row.values)) {
      if (value === null || key === BAND_LOWER) continue
      if (steps.has(key) || key === BAND_UPPER) limits.push(value)
      else measured = Math.max(measured, value)
    }
  }
  return limits.reduce(
    (top, limit) => (measured === 0 || limit <= measured * LIMIT_REACH ? Math.max(top, limit) : top),
    measured,
  )
}

/** The least value over zero: where a logarithmic axis begins. null where there is none. */
export function leastPositive(rows: ChartRow[], series: ChartSeries[]): number | null {
  let least: number | null = null
  for (const row of rows)
    for (const { key } of series) {
      const value = row.values[key]
      if (value !== null && value !== undefined && value > 0 && (least === null || value < least))
        least = value
    }
  return least
}
