import { MINUTE_MS } from '#server/domain/time.ts'

const WIDE_MS = 15 * MINUTE_MS
const PERIOD_MS = 5 * MINUTE_MS

export type ErrorWindow = { fromMs: number; toMs: number; errors: number }

/** So many errors are more than anybody reads: what is before them is left out, so that the last are found first. */
const ENOUGH = 50

function enoughFrom(errors: readonly (readonly [number, number])[], endMs: number): number {
  let sum = 0
  for (const [at, value] of errors.toReversed()) {
    if (at >= endMs) continue
    sum += value
    if (sum >= ENOUGH) return at
  }
  return Number.NEGATIVE_INFINITY
}

/**
 * The quarter of an hour of a range, or less of it, in which its last errors are, by points of five minutes, oldest first; the end of the
 * range where there are none. It never reaches out of the range but to the start of a period.
 */
export function errorWindow(
  errors: readonly (readonly [atMs: number, value: number])[],
  fromMs: number,
  toMs: number,
): ErrorWindow {
  const last = errors.findLast(([at, value]) => value > 0 && at < toMs)
  const endMs = last ? Math.min(last[0] + PERIOD_MS, toMs) : toMs
  const startMs = Math.max(Math.min(fromMs, last?.[0] ?? fromMs), endMs - WIDE_MS, enoughFrom(errors, endMs))
  const inside = errors.filter(([at]) => at >= startMs && at < endMs)
  return { fromMs: startMs, toMs: endMs, errors: inside.reduce((sum, [, value]) => sum + value, 0) }
}
