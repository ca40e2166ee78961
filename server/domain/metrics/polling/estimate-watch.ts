import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { type WatchedFunction, wantedOf } from './plan-polling.ts'

/** What is asked of an account and region as a whole, and of a function that is invoked without failing, in metrics. */
const ACCOUNT_METRICS = 6
const CORE_METRICS = 4
const RARE_METRICS = 2
const MONTH_HOURS = (30 * DAY_MS) / HOUR_MS
/** GetMetricData and ListMetrics give 500 at a time. Source: CloudWatch API reference. */
const A_CALL = 500
const LISTS_A_DAY = 48
const SWEEPS_A_DAY = 288
const FUNCTIONS_A_LIST = 50
const MINUTES_A_DAY = 1440

export type WatchGuess = {
  /** Regions that hold functions. */
  regions: number
  functions: number
  /** Shares of the functions, 0 to 1: invoked all the time, and now and then. The others are idle. */
  activeShare: number
  quietShare: number
}

/** What is typical where nothing is known of an account. */
export const TYPICAL_SHARES = { activeShare: 0.2, quietShare: 0.3 }

export type WatchEstimate = { usdPerMonth: number; chargedCallsPerDay: number; freeCallsPerDay: number }

/**
 * What watching an account would cost a month where money does not matter, and how many calls that takes: metrics, which
 * are charged, and listings of functions and events, which are free.
 */
export function estimateWatch({ regions, functions, activeShare, quietShare }: WatchGuess): WatchEstimate {
  const counts = { active: functions * activeShare, quiet: functions * quietShare }
  const one = (perHour: number): WatchedFunction => ({
    name: '',
    core: CORE_METRICS,
    rare: RARE_METRICS,
    perHour,
    troubled: false,
    active: true,
  })
  const hourly = (perHour: number) => wantedOf([one(perHour)], 0).others
  const ofAccount = wantedOf([], ACCOUNT_METRICS).account * regions
  const ofFunctions = counts.active * hourly(100) + counts.quiet * hourly(2)
  const asked = (counts.active * (CORE_METRICS + RARE_METRICS)) / A_CALL
  const pages = Math.ceil(((counts.active + counts.quiet) * (CORE_METRICS + RARE_METRICS)) / A_CALL)
  const lists = LISTS_A_DAY * Math.max(regions, pages)
  return {
    usdPerMonth: (ofAccount + ofFunctions) * MONTH_HOURS + lists * 30 * 0.00001,
    chargedCallsPerDay: Math.round(MINUTES_A_DAY * regions + SWEEPS_A_DAY * Math.ceil(asked) + lists),
    freeCallsPerDay: Math.round(
      SWEEPS_A_DAY * (regions + Math.ceil(functions / FUNCTIONS_A_LIST)) + MINUTES_A_DAY * regions,
    ),
  }
}
