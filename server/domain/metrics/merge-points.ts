import { floorTo } from '#server/domain/time.ts'
import { PERIODS_SECONDS, rollUp, type Stat } from './metric.ts'

/**
 * A stored point: start of its period, length of its period, value. `packed` where it stands for several points of that
 * period: the least of them, the greatest, and how many they are.
 */
export type StoredPoint = {
  atMs: number
  periodSeconds: number
  value: number
  packed?: { low: number; high: number; count: number }
}
export type ChartPoint = [atMs: number, value: number | null]
/** The least and the greatest value that one of the finer periods in a cell had. */
export type ChartExtreme = [atMs: number, low: number, high: number]
export type ChartGrid = { periodSeconds: number; fromMs: number; toMs: number }

export const MAX_CHART_POINTS = 1000

/**
 * The finest period that gives at most `maxPoints` points over the range and whose points reach as far back as any coarser
 * ones do. The longest period given where none fits.
 */
export function choosePeriod(
  points: Iterable<StoredPoint>,
  periods: readonly number[],
  fromMs: number,
  toMs: number,
  maxPoints = MAX_CHART_POINTS,
): number {
  const earliest = new Map<number, number>()
  for (const { atMs, periodSeconds } of points) {
    const seen = earliest.get(periodSeconds)
    if (seen === undefined || atMs < seen) earliest.set(periodSeconds, atMs)
  }
  const sorted = [...periods].sort((a, b) => a - b)
  const first = Math.min(...earliest.values())
  const fitting = sorted.filter((period) => (toMs - fromMs) / (period * 1000) <= maxPoints)
  const covering = fitting.find((period) => {
    const own = earliest.get(period)
    const coarser = sorted.find((other) => other > period) ?? period
    return own !== undefined && own <= Math.max(first, fromMs) + coarser * 1000
  })
  const withPoints = fitting.find((period) => earliest.has(period) && period >= 300)
  return covering ?? withPoints ?? fitting[0] ?? sorted.at(-1) ?? 300
}

/** When a series was looked at: from its oldest known point on, until the last poll. */
export type Polled = { sinceMs: number; untilMs: number } | null

/** Finer points of one cell and one period. */
type Parts = { periodSeconds: number; values: number[]; count: number }

/** Of several shorter periods the one that tells of most of the cell: they tell of the same time and never add up. */
const fullest = (parts: Parts[]): Parts | undefined =>
  parts.reduce<Parts | undefined>((best, one) => {
    const [own, most] = [one.count * one.periodSeconds, best ? best.count * best.periodSeconds : 0]
    return own > most || (own === most && one.periodSeconds > (best?.periodSeconds ?? 0)) ? one : best
  }, undefined)

const HOUR_S = 3600

/** Hours that are known to have had more than their finer points tell: there an empty cell was not looked at. */
function halfSeen(points: readonly StoredPoint[], periodSeconds: number): Set<number> {
  const missing = new Map<number, number>()
  if (periodSeconds >= HOUR_S) return new Set()
  for (const point of points) if (point.periodSeconds === HOUR_S) missing.set(point.atMs, point.value)
  for (const point of points) {
    const hourMs = floorTo(point.atMs, HOUR_S * 1000)
    const left = point.periodSeconds === periodSeconds ? missing.get(hourMs) : undefined
    if (left !== undefined) missing.set(hourMs, left - point.value)
  }
  return new Set([...missing].flatMap(([hourMs, left]) => (left > 1e-6 ? [hourMs] : [])))
}

/**
 * One series on an even grid. A cell takes the point of its own period, else what finer points in it come to. An empty
 * cell of a Sum inside the polled time is 0, but for hours that had more than was fetched of them; every other empty cell
 * is null.
 */
export function mergePoints(
  stat: Stat,
  points: readonly StoredPoint[],
  grid: ChartGrid,
  polled: Polled,
): ChartPoint[] {
  const stepMs = grid.periodSeconds * 1000
  const firstMs = Math.ceil(grid.fromMs / stepMs) * stepMs
  const exact = new Map<number, number>()
  const finer = new Map<number, Parts[]>()
  for (const { atMs, periodSeconds, value } of points)
    if (periodSeconds === grid.periodSeconds) exact.set(atMs, value)
  for (const { atMs, periodSeconds, value, packed } of points) {
    const cellMs = Math.floor(atMs / stepMs) * stepMs
    if (periodSeconds >= grid.periodSeconds || exact.has(cellMs)) continue
    const cell = finer.get(cellMs) ?? []
    if (cell.length === 0) finer.set(cellMs, cell)
    const count = packed?.count ?? 1
    const parts = cell.find((one) => one.periodSeconds === periodSeconds)
    if (!parts) cell.push({ periodSeconds, values: [value], count })
    else {
      parts.values.push(value)
      parts.count += count
    }
  }
  const unseen = stat === 'Sum' ? halfSeen(points, grid.periodSeconds) : new Set<number>()
  const merged: ChartPoint[] = []
  for (let atMs = firstMs; atMs < grid.toMs; atMs += stepMs) {
    const parts = fullest(finer.get(atMs) ?? [])
    const seen = exact.get(atMs) ?? (parts ? rollUp(stat, parts.values) : undefined)
    const isPolled =
      polled !== null && atMs + stepMs > polled.sinceMs && atMs + stepMs <= polled.untilMs + stepMs
    const isSeen = isPolled && atMs <= polled.untilMs && !unseen.has(floorTo(atMs, HOUR_S * 1000))
    const quiet = stat === 'Sum' && isSeen ? 0 : null
    merged.push([atMs, seen ?? quiet])
  }
  return merged
}

/** The stored period next shorter than that of a chart; null for the shortest. */
export function finerPeriod(periodSeconds: number): number | null {
  return PERIODS_SECONDS.findLast((period) => period < periodSeconds) ?? null
}

/**
 * What a cell of a chart hides: the least and the greatest value of the next shorter period in it, in that period's own
 * measure (a sum of five minutes in an hour's cell), so that a short spike or a short silence is still seen. Sums count
 * what was polled and empty as zero. Cells without shorter points are left out.
 */
export function extremesOf(
  stat: Stat,
  points: Iterable<StoredPoint>,
  grid: ChartGrid,
  polled: Polled,
): ChartExtreme[] {
  const finerSeconds = finerPeriod(grid.periodSeconds)
  const stepMs = grid.periodSeconds * 1000
  const cells = new Map<number, { low: number; high: number; count: number }>()
  for (const { atMs, periodSeconds, value, packed } of points) {
    if (periodSeconds !== finerSeconds) continue
    const cellMs = Math.floor(atMs / stepMs) * stepMs
    const one = packed ?? { low: value, high: value, count: 1 }
    const seen = cells.get(cellMs)
    if (!seen) cells.set(cellMs, { ...one })
    else {
      seen.low = Math.min(seen.low, one.low)
      seen.high = Math.max(seen.high, one.high)
      seen.count += one.count
    }
  }
  const whole = grid.periodSeconds / (finerSeconds ?? grid.periodSeconds)
  return [...cells]
    .filter(([atMs]) => atMs >= grid.fromMs && atMs < grid.toMs)
    .sort(([a], [b]) => a - b)
    .map(([atMs, { low, high, count }]) => {
      const isPolled = polled !== null && atMs >= polled.sinceMs && atMs <= polled.untilMs
      const hasEmpty = stat === 'Sum' && isPolled && count < whole
      return [atMs, hasEmpty ? Math.min(0, low) : low, high]
    })
}
