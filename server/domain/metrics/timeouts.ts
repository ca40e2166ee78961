export type PeriodOfErrors = {
  errors: number
  durationMaxMs: number
  durationSumMs: number
  /** In force when the period began. */
  timeoutMs: number
  /** Others that may have been in force before it ended: the timeout was changed meanwhile. */
  alsoMs?: readonly number[]
}

/** Lambda reports the duration of an invocation that was cut off as the timeout, or a trifle under or over it. */
const TOLERANCE = 0.995
const OVER = 1.02
const OVER_MS = 100

/**
 * How many of a period's errors fit a timeout, without reading logs: none unless the longest invocation ended at a timeout
 * that was in force; else as many as the time spent could hold at most, never more than there were errors, and at
 * least one. An upper bound: errors of other kinds may hide among them. Where the timeout was changed meanwhile, a
 * longest invocation between the two was cut off by neither.
 */
export function errorsThatFitATimeout(period: PeriodOfErrors): number {
  const { errors, durationMaxMs, durationSumMs, timeoutMs, alsoMs = [] } = period
  const inForce = [timeoutMs, ...alsoMs].filter((one) => one > 0).sort((a, b) => a - b)
  const reached = inForce.filter((one) => durationMaxMs >= one * TOLERANCE)
  const [shortest] = reached
  if (errors <= 0 || timeoutMs <= 0 || shortest === undefined) return 0
  const isCutOff =
    reached.length === inForce.length || reached.some((one) => durationMaxMs <= one * OVER + OVER_MS)
  if (!isCutOff) return 0
  const couldFit = Math.floor(durationSumMs / (shortest * TOLERANCE))
  return Math.min(errors, Math.max(1, couldFit))
}
