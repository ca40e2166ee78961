/** What the logs showed of the failures of a period, lower bounds all; `total` of all that were seen. */
export type ReadFailures = {
  total: number
  timeouts: number
  outOfMemory: number
  init: number
  application: number
}

export type PeriodOfFailures = {
  errors: number
  /** Errors that fit a timeout by the metrics; see errorsThatFitATimeout. */
  timeoutsAtMost: number
  /** null where nobody read the log of this period. */
  read: ReadFailures | null
}

/** The kinds add up to `errors`. */
export type SplitErrors = {
  errors: number
  timeouts: number
  /** Those of the timeouts that only fit by the metrics: an upper bound. */
  timeoutsAtMost: number
  outOfMemory: number
  init: number
  application: number
  notTold: number
  /** Errors that the logs showed. */
  read: number
}

/**
 * Tells errors apart with what is known of each period: by the log where it was read, by the metrics alone elsewhere. What
 * neither tells is `notTold`, and never taken for one of the kinds.
 */
export function splitErrors(periods: readonly PeriodOfFailures[]): SplitErrors {
  const split: SplitErrors = {
    errors: 0,
    timeouts: 0,
    timeoutsAtMost: 0,
    outOfMemory: 0,
    init: 0,
    application: 0,
    notTold: 0,
    read: 0,
  }
  for (const { errors, timeoutsAtMost, read } of periods) {
    if (errors <= 0) continue
    split.errors += errors
    let left = errors
    const take = (count: number) => {
      const taken = Math.min(left, Math.max(0, count))
      left -= taken
      return taken
    }
    if (read) {
      split.read += Math.min(errors, read.total)
      split.timeouts += take(read.timeouts)
      split.outOfMemory += take(read.outOfMemory)
      split.init += take(read.init)
      split.application += take(read.application)
    }
    if (!read || read.total < errors) {
      const fitting = take(timeoutsAtMost - (read?.timeouts ?? 0))
      split.timeouts += fitting
      split.timeoutsAtMost += fitting
    }
    split.notTold += left
  }
  return split
}
