import type {
  AccountWindow,
  ChargesWindow,
  EventFlow,
  FunctionWindow,
  Points,
} from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT, REGION } from './function-record.ts'

export const NOW_MS = Date.parse('2026-11-20T10:00:00Z')
export const PERIOD_MS = 5 * MINUTE_MS

/** Points every `stepMs` of the last `spanMs`, oldest first; `valueAt` is given how long ago the period began, in minutes. */
export function pointsOf(
  valueAt: (minutesAgo: number) => number | undefined,
  spanMs = 24 * HOUR_MS,
  stepMs = PERIOD_MS,
): Points {
  const points: [number, number][] = []
  for (let at = NOW_MS - spanMs; at < NOW_MS; at += stepMs) {
    const value = valueAt((NOW_MS - at) / MINUTE_MS)
    if (value !== undefined) points.push([at, value])
  }
  return points
}

/** A function with 100 invocations every five minutes of the last day and nothing wrong. */
export function functionWindow(changes: Partial<FunctionWindow> = {}): FunctionWindow {
  return {
    accountId: ACCOUNT,
    region: REGION,
    functionName: 'orders-api',
    resourceId: 1,
    nowMs: NOW_MS,
    periodMs: PERIOD_MS,
    polledUntilMs: NOW_MS,
    invocations: pointsOf(() => 100),
    errors: [],
    throttles: [],
    timeouts: [],
    timeoutMs: 10_000,
    reservedConcurrency: null,
    flow: eventFlow(),
    outOfMemory: [],
    initFailures: [],
    confirmedTimeouts: [],
    failuresRead: [],
    throttling: {
      reserved: changes.reservedConcurrency ?? null,
      concurrency: [],
      account: { limit: null, pool: null, concurrency: [], unreserved: [] },
      queues: [],
    },
    ...changes,
  }
}

const RECEIVED = pointsOf(() => 100)
const EVENT_AGES = pointsOf(() => 2000)
const RECORD_AGES = pointsOf(() => 1500)

/** Asynchronous events and a stream with nothing wrong. */
export function eventFlow(changes: Partial<EventFlow> = {}): EventFlow {
  return {
    polledUntilMs: NOW_MS,
    asyncReceived: RECEIVED,
    asyncDropped: [],
    asyncAge: EVENT_AGES,
    deadLetterErrors: [],
    destinationFailures: [],
    iteratorAge: RECORD_AGES,
    maxEventAgeMs: 6 * HOUR_MS,
    keepsFailures: false,
    recordLifeMs: 24 * HOUR_MS,
    ...changes,
  }
}

export function accountWindow(changes: Partial<AccountWindow> = {}): AccountWindow {
  return {
    accountId: ACCOUNT,
    region: REGION,
    nowMs: NOW_MS,
    periodMs: MINUTE_MS,
    polledUntilMs: NOW_MS,
    concurrency: pointsOf(() => 100, 6 * HOUR_MS, MINUTE_MS),
    throttles: [],
    limit: 1000,
    ...changes,
  }
}

export function chargesWindow(total: Points, changes: Partial<ChargesWindow> = {}): ChargesWindow {
  return { accountId: ACCOUNT, nowMs: total.at(-1)?.[0] ?? NOW_MS, total, byService: {}, ...changes }
}
