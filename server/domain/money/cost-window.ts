import type { Points } from '#server/domain/metrics/metric-window.ts'

/** What a function cost lately and before, for the rules of cost. */
export type FunctionCostWindow = {
  accountId: string
  region: string
  functionName: string
  resourceId: number | null
  nowMs: number
  /** Up to when the metrics were polled; null before the first poll. */
  polledUntilMs: number | null
  /** Since when there would be points, had it run. */
  knownSinceMs: number
  /** Created while it was watched: nothing ran before `knownSinceMs`. */
  isCreated: boolean
  /** USD in periods of five minutes, as far back as they are kept, at most eight days. */
  fine: Points
  /** USD in hours, at most 28 days. */
  hours: Points
  /** Invocations in periods of five minutes, and in hours. */
  invocations: Points
  invocationHours: Points
  /** Of five minutes, milliseconds a call. */
  durations: Points
  errors: Points
  throttles: Points
  recursionsDropped: Points
  /** Whether anybody on the internet can call it; null: not known. */
  isPublic: boolean | null
  /** Functions that it calls in a circle back to itself, itself left out; empty: none known. */
  circle: string[]
  isCircle: boolean
  /** The last change of its configuration or code, and by whom. */
  lastChange: { atMs: number; actor: string | null } | null
}

export type Mover = { functionName: string; region: string; extraUsdPerHour: number }

/** What all functions of an account cost in the last hour, and what such an hour usually costs. */
export type AccountCostWindow = {
  accountId: string
  nowMs: number
  polledUntilMs: number | null
  /** USD in periods of five minutes of the last two hours. */
  fine: Points
  /** What this hour of the day cost on each of the last days, USD. */
  usualHours: readonly number[]
  /** Who grew most, the largest first. */
  movers: readonly Mover[]
}

export type BudgetWindow = {
  accountId: string
  nowMs: number
  budget: { id: string; scope: 'account' | 'owner' | 'function'; name: string; monthlyUsd: number }
  toDateUsd: number
  forecast: { usd: number; lowUsd: number; highUsd: number } | null
  /** Functions whose cost is not known, so that the sum is too low. */
  unpriced: number
  /** Whether any day of the month is known. */
  isKnown: boolean
}
