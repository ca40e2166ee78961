import type { Points } from '#server/domain/metrics/metric-window.ts'
import type { AccountCostWindow, BudgetWindow, FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT, REGION } from './function-record.ts'
import { NOW_MS, pointsOf } from './metric-windows.ts'

/** Points of what comes to `perHour` at so many minutes ago: of five minutes, and of hours. */
export function rates(perHour: (minutesAgo: number) => number): { fine: Points; hours: Points } {
  return {
    fine: pointsOf((ago) => perHour(ago) / 12, 8 * DAY_MS),
    hours: pointsOf((ago) => perHour(ago - 30), 28 * DAY_MS, HOUR_MS),
  }
}

/** A function that costs 1 USD an hour by 1,000 calls, and nothing else about it. */
export function functionCostWindow(changes: Partial<FunctionCostWindow> = {}): FunctionCostWindow {
  const calls = rates(() => 1000)
  return {
    accountId: ACCOUNT,
    region: REGION,
    functionName: 'orders-api',
    resourceId: 1,
    nowMs: NOW_MS,
    polledUntilMs: NOW_MS,
    knownSinceMs: NOW_MS - 28 * DAY_MS,
    isCreated: false,
    ...rates(() => 1),
    invocations: calls.fine,
    invocationHours: calls.hours,
    durations: pointsOf(() => 200, 8 * DAY_MS),
    errors: [],
    throttles: [],
    recursionsDropped: [],
    isPublic: false,
    circle: [],
    isCircle: false,
    lastChange: null,
    ...changes,
  }
}

/** The same with so many times the calls and the cost for the last twenty minutes. */
export function dearFunction(times: number, changes: Partial<FunctionCostWindow> = {}): FunctionCostWindow {
  const since = (minutesAgo: number) => (minutesAgo <= 20 ? times : 1)
  const calls = rates((ago) => 1000 * since(ago))
  return functionCostWindow({
    ...rates(since),
    invocations: calls.fine,
    invocationHours: calls.hours,
    ...changes,
  })
}

export function accountCostWindow(changes: Partial<AccountCostWindow> = {}): AccountCostWindow {
  return {
    accountId: ACCOUNT,
    nowMs: NOW_MS,
    polledUntilMs: NOW_MS,
    fine: pointsOf(() => 1, 2 * HOUR_MS),
    usualHours: [11, 12, 13, 12, 12],
    movers: [],
    ...changes,
  }
}

export function budgetWindow(changes: Partial<BudgetWindow> = {}): BudgetWindow {
  return {
    accountId: ACCOUNT,
    nowMs: NOW_MS + MINUTE_MS,
    budget: { id: 'a', scope: 'account', name: '', monthlyUsd: 100 },
    toDateUsd: 50,
    forecast: { usd: 80, lowUsd: 70, highUsd: 95 },
    unpriced: 0,
    isKnown: true,
    ...changes,
  }
}
