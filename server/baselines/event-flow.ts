import type { FunctionWindow, Points } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { type BaselineVerdict, total } from './define-baseline.ts'

export const FLOW_REFERENCE = 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html'

/** Metrics of events are asked for less often than errors where money is short. */
const STALE_MS = 75 * MINUTE_MS
const MIN_HISTORY_MS = 3 * HOUR_MS

/** Up to when the metrics of a function's events are known, or why nothing can be said. */
export function flowUntil({ nowMs, flow }: FunctionWindow): number | BaselineVerdict {
  const until = flow.polledUntilMs
  if (until !== null && nowMs - until <= STALE_MS) return until
  return { state: 'unknown', reason: 'The metrics of its events have not been polled for 75 minutes.' }
}

/** Which share of `of` has been `part` before a time; null with less than three hours to tell from. */
export function usualShare(part: Points, of: Points, beforeMs: number): number | null {
  const firstMs = of[0]?.[0] ?? beforeMs
  if (beforeMs - firstMs < MIN_HISTORY_MS) return null
  const isBefore = ([at]: readonly [number, number]) => at < beforeMs
  return total(part.filter(isBefore)) / Math.max(1, total(of.filter(isBefore)))
}

export type Ageing = {
  ageMs: number
  /** Growth in ms an hour over the last points; 0 where it does not grow. */
  perHourMs: number
  /** Until the oldest is given up at this growth; null where it does not grow. */
  lossInMs: number | null
  startedAtMs: number
  seenAtMs: number
}

/**
 * How old the oldest event or record is against how old it may get: the latest age, and how fast it grows over `spanMs`.
 * null where there are fewer than three points in it, or where it has been falling.
 */
export function ageing(points: Points, untilMs: number, spanMs: number, lifeMs: number): Ageing | null {
  const last = points.filter(([at]) => at >= untilMs - spanMs && at <= untilMs)
  const [first, newest] = [last[0], last.at(-1)]
  if (!first || !newest || last.length < 3) return null
  const [, ageMs] = newest
  const hours = (newest[0] - first[0]) / HOUR_MS
  const perHourMs = hours > 0 ? Math.max(0, (ageMs - first[1]) / hours) : 0
  const lossInMs = perHourMs > 0 ? Math.max(0, ((lifeMs - ageMs) / perHourMs) * HOUR_MS) : null
  let startedAtMs = newest[0]
  for (const [at, value] of points.toReversed()) {
    if (at > newest[0]) continue
    if (value < ageMs * 0.1) break
    startedAtMs = at
  }
  return { ageMs, perHourMs, lossInMs, startedAtMs, seenAtMs: newest[0] }
}

/** "2 h 5 min", "40 min", "12 s". */
export function span(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 120) return `${minutes} min`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
