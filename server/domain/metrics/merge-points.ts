import { rollUp, type Stat } from './metric.ts'

/** A stored point: start of its period, length of its period, value. */
export type StoredPoint = { atMs: number; periodSeconds: number; value: number }
export type ChartPoint = [atMs: number, value: number | null]

export const MAX_CHART_POINTS = 1000

/**
 * The finest period that gives at most 1,000 points over the range and whose points reach as far back as any coarser
 * ones do. The longest period given where none fits.
 */
export function choosePeriod(
  points: Iterable<StoredPoint>,
  periods: readonly number[],
  fromMs: number,
  toMs: number,
): number {
  const earliest = new Map<number, number>()
  for (const { atMs, periodSeconds } of points) {
    const seen = earliest.get(periodSeconds)
    if (seen === undefined || atMs < seen) earliest.set(periodSeconds, atMs)
  }
  const sorted = [...periods].sort((a, b) => a - b)
  const first = Math.min(...earliest.values())
  const fitting = sorted.filter((period) => (toMs - fromMs) / (period * 1000) <= MAX_CHART_POINTS)
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

/**
 * One series on an even grid. A cell takes the point of its own period, else what finer points in it come to. An empty
 * cell of a Sum inside the polled time is 0; every other empty cell is null.
 */
export function mergePoints(
  stat: Stat,
  points: Iterable<StoredPoint>,
  grid: { periodSeconds: number; fromMs: number; toMs: number },
  polled: Polled,
): ChartPoint[] {
  const stepMs = grid.periodSeconds * 1000
  const firstMs = Math.ceil(grid.fromMs / stepMs) * stepMs
  const exact = new Map<number, number>()
  const finer = new Map<number, number[]>()
  for (const { atMs, periodSeconds, value } of points) {
    if (periodSeconds === grid.periodSeconds) exact.set(atMs, value)
    else if (periodSeconds < grid.periodSeconds) {
      const cellMs = Math.floor(atMs / stepMs) * stepMs
      finer.set(cellMs, [...(finer.get(cellMs) ?? []), value])
    }
  }
  const merged: ChartPoint[] = []
  for (let atMs = firstMs; atMs < grid.toMs; atMs += stepMs) {
    const parts = finer.get(atMs)
    const seen = exact.get(atMs) ?? (parts ? rollUp(stat, parts) : undefined)
    const isPolled =
      polled !== null && atMs + stepMs > polled.sinceMs && atMs + stepMs <= polled.untilMs + stepMs
    const quiet = stat === 'Sum' && isPolled && atMs <= polled.untilMs ? 0 : null
    merged.push([atMs, seen ?? quiet])
  }
  return merged
}
