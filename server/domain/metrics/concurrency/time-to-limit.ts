import type { Points } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'

export type TimeToLimit =
  | { state: 'rising'; perMinute: number; inMs: number }
  | { state: 'not rising' }
  | { state: 'at the limit' }
  | { state: 'unknown'; reason: string }

const SPAN_MS = 15 * MINUTE_MS
const MIN_POINTS = 8
const STALE_MS = 15 * MINUTE_MS
/** So many of the pairs of points must rise: random ups and downs give half. */
const MIN_AGREEMENT = 0.75
/** A rise below this share of the limit an hour is noise. */
const MIN_PER_HOUR = 0.05

/**
 * When a limit is reached at the slope of the last quarter of an hour: the median slope of all pairs of points (Theil and Sen),
 * which single peaks do not move. Says that it does not rise unless most pairs do.
 */
export function timeToLimit(points: Points, limit: number | null, nowMs: number): TimeToLimit {
  if (limit === null || limit <= 0) return { state: 'unknown', reason: 'the limit could not be read' }
  const last = points.filter(([at]) => at >= nowMs - STALE_MS - SPAN_MS && at <= nowMs)
  const newest = last.at(-1)
  if (!newest || nowMs - newest[0] > STALE_MS)
    return { state: 'unknown', reason: 'the last quarter of an hour was not polled' }
  const recent = last.filter(([at]) => at > newest[0] - SPAN_MS)
  if (recent.length < MIN_POINTS)
    return { state: 'unknown', reason: 'there are too few points to tell a slope from' }
  const slopes: number[] = []
  let rises = 0
  for (const [i, [at, value]] of recent.entries())
    for (const [later, next] of recent.slice(i + 1)) {
      slopes.push((next - value) / ((later - at) / MINUTE_MS))
      if (next > value) rises += 1
    }
  slopes.sort((a, b) => a - b)
  const perMinute = slopes[slopes.length >> 1] ?? 0
  const tail = recent.slice(-3).map(([, value]) => value)
  const now = tail.reduce((sum, value) => sum + value, 0) / tail.length
  if (now >= limit * 0.99) return { state: 'at the limit' }
  const isRising = rises / slopes.length >= MIN_AGREEMENT && perMinute * 60 >= limit * MIN_PER_HOUR
  return isRising
    ? { state: 'rising', perMinute, inMs: ((limit - now) / perMinute) * MINUTE_MS }
    : { state: 'not rising' }
}
