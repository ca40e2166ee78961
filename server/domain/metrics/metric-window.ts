/** [start of the period in epoch ms, value], oldest first; what is missing was not reported. */
export type Points = readonly (readonly [number, number])[]

export type FunctionWindow = {
  accountId: string
  region: string
  functionName: string
  resourceId: number | null
  nowMs: number
  periodMs: number
  /** Up to when the function's metrics were polled; null before the first poll. */
  polledUntilMs: number | null
  invocations: Points
  errors: Points
  throttles: Points
  /** Errors that fit a timeout; see errorsThatFitATimeout. */
  timeouts: Points
  timeoutMs: number | null
  reservedConcurrency: number | null
}

export type AccountWindow = {
  accountId: string
  region: string
  nowMs: number
  periodMs: number
  polledUntilMs: number | null
  concurrency: Points
  throttles: Points
  /** The account's limit of concurrent executions; null when it could not be read. */
  limit: number | null
}

export type ChargesWindow = {
  accountId: string
  nowMs: number
  /** EstimatedCharges in USD: cumulative over the month, back to zero when a month begins. */
  total: Points
  byService: Record<string, Points>
}
