export type PeriodOfErrors = {
  errors: number
  durationMaxMs: number
  durationSumMs: number
  timeoutMs: number
}

/** Lambda reports the duration of an invocation that was cut off as the timeout, or a trifle under or over it. */
const TOLERANCE = 0.995

/**
 * How many of a period's errors fit a timeout, without reading logs: none unless the longest invocation reached the
 * timeout in force; else as many as the time spent could hold at most, never more than there were errors, and at
 * least one. An upper bound: errors of other kinds may hide among them.
 */
export function errorsThatFitATimeout(period: PeriodOfErrors): number {
  const { errors, durationMaxMs, durationSumMs, timeoutMs } = period
  if (errors <= 0 || timeoutMs <= 0 || durationMaxMs < timeoutMs * TOLERANCE) return 0
  const couldFit = Math.floor(durationSumMs / (timeoutMs * TOLERANCE))
  return Math.min(errors, Math.max(1, couldFit))
}
