import type { ThrottleSurroundings } from './throttle-reason.ts'

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
  /** Errors that fit a timeout, or that the log showed to be one; see confirmTimeouts. */
  timeouts: Points
  timeoutMs: number | null
  reservedConcurrency: number | null
  flow: EventFlow
  /** What report lines of the log showed in the periods that were read: lower bounds of what there was. */
  outOfMemory: Points
  initFailures: Points
  confirmedTimeouts: Points
  /** All failures that the log showed. */
  failuresRead: Points
  throttling: ThrottleSurroundings
}

/** How events come to a function and where those end that fail. */
export type EventFlow = {
  /** Up to when these metrics were polled: they may lag behind invocations and errors. */
  polledUntilMs: number | null
  asyncReceived: Points
  asyncDropped: Points
  /** Age of the oldest asynchronous event, in ms. */
  asyncAge: Points
  deadLetterErrors: Points
  destinationFailures: Points
  /** Age of the last record read of a stream, in ms. */
  iteratorAge: Points
  /** When an asynchronous event is given up; null where it could not be read. */
  maxEventAgeMs: number | null
  /** Whether events that are given up go anywhere; null where it could not be read. */
  keepsFailures: boolean | null
  /** The shortest time after which a record of its streams is gone; null where it has none, or none could be read. */
  recordLifeMs: number | null
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
