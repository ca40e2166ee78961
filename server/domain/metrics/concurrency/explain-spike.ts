import type { Points } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'

export type SpikePart = {
  name: string
  /** Highest in the period of the peak. */
  atPeak: number
  /** What it had before; null where it was not polled then. */
  before: number | null
  rise: number
}

export type Spike = {
  peak: number
  peakAtMs: number
  /** What was usual in the hour before; by the hour its highest. */
  level: number
  rise: number
  /** Those that rose, the most first. */
  parts: SpikePart[]
  /** Rise of the parts together: it may be more than the account's, as not all are at their highest at once. */
  told: number
}

const BEFORE_MS = HOUR_MS
/** What belongs to the rise itself is not what was usual. */
const RISING_MS = 15 * MINUTE_MS
const MIN_POINTS = 3
/** A peak is a spike when it is a quarter over what was usual, and ten at least. */
const MIN_SHARE = 0.25
const MIN_RISE = 10

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

const inside = (points: Points, fromMs: number, toMs: number) =>
  points.filter(([at]) => at >= fromMs && at < toMs).map(([, value]) => value)

/**
 * Which functions a peak of the account's concurrency came of: each against what it had in the hour before. null where the
 * peak is none, or nothing is known of the time before it. A function's points are the highest of `periodMs`; where that
 * is an hour, the hour of the peak is held against the one before it.
 */
export function explainSpike(
  account: Points,
  functions: readonly { name: string; points: Points }[],
  periodMs: number,
): Spike | null {
  const top = account.reduce<readonly [number, number] | null>(
    (best, point) => (best === null || point[1] > best[1] ? point : best),
    null,
  )
  if (!top) return null
  const [peakAtMs, peak] = top
  const cellMs = Math.floor(peakAtMs / periodMs) * periodMs
  const isByHour = periodMs >= BEFORE_MS
  const [fromMs, toMs] = isByHour ? [cellMs - periodMs, cellMs] : [peakAtMs - BEFORE_MS, peakAtMs - RISING_MS]
  const before = inside(account, fromMs, toMs)
  if (before.length < (isByHour ? 1 : MIN_POINTS)) return null
  // Highest of an hour compares with the highest of an hour only.
  const level = isByHour ? Math.max(...before) : median(before)
  const rise = peak - level
  if (rise < MIN_RISE || rise < level * MIN_SHARE) return null
  const cells = Math.max(1, Math.round((toMs - fromMs) / periodMs))
  const parts = functions.flatMap(({ name, points }): SpikePart[] => {
    const atPeak = Math.max(0, ...inside(points, cellMs, cellMs + periodMs))
    const own = inside(points, fromMs, toMs)
    const isPolled = points.some(([at]) => at < toMs)
    // A period without a point had no invocation.
    const padded = [...own, ...Array.from({ length: Math.max(0, cells - own.length) }, () => 0)]
    const usual = median(padded)
    const grown = atPeak - usual
    return grown >= 1
      ? [{ name, atPeak, before: isPolled || own.length > 0 ? usual : null, rise: grown }]
      : []
  })
  parts.sort((a, b) => b.rise - a.rise || (a.name < b.name ? -1 : 1))
  return { peak, peakAtMs, level, rise, parts, told: parts.reduce((sum, part) => sum + part.rise, 0) }
}
