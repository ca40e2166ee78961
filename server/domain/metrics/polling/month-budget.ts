import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'

/** GetMetricData is charged at 0.01 USD for 1,000 metrics requested. Source: CloudWatch pricing. */
export const METRIC_USD = 0.00001
/** What watching an account may cost a month where nobody set anything else. */
export const USUAL_BUDGET_USD = 30

/** Of what is left, at the beginning of a month: kept for trouble. It falls to nothing by the month's end. */
const RESERVE = 0.1
/** Trouble may use up the reserve within a day. */
const RESERVE_SPENT_MS = DAY_MS

export type Month = { fromMs: number; toMs: number }

/** The calendar month, UTC, as AWS bills. */
export function monthOf(timeMs: number): Month {
  const at = new Date(timeMs)
  const of = (month: number) => Date.UTC(at.getUTCFullYear(), month, 1)
  return { fromMs: of(at.getUTCMonth()), toMs: of(at.getUTCMonth() + 1) }
}

export type Allowance = {
  /** What may be spent an hour so that the budget lasts until the month ends. */
  usdPerHour: number
  /** What may be spent beside it while there is trouble. */
  troubleUsdPerHour: number
}

export type BudgetState = {
  nowMs: number
  budgetUsd: number
  spentUsd: number
  /** What is to be asked until the month ends whatever happens, in USD an hour: nothing of it goes into the reserve. */
  fixedUsdPerHour: number
}

/** Spreads what is left of a month's budget evenly over what is left of the month. */
export function allowanceOf(at: BudgetState): Allowance {
  const { fromMs, toMs } = monthOf(at.nowMs)
  const leftMs = Math.max(toMs - at.nowMs, HOUR_MS)
  const leftUsd = Math.max(0, at.budgetUsd - at.spentUsd)
  const freeUsd = Math.max(0, leftUsd - (at.fixedUsdPerHour * leftMs) / HOUR_MS)
  const reserveUsd = freeUsd * RESERVE * Math.min(1, leftMs / (toMs - fromMs))
  return {
    usdPerHour: ((leftUsd - reserveUsd) / leftMs) * HOUR_MS,
    troubleUsdPerHour: (reserveUsd / Math.max(Math.min(RESERVE_SPENT_MS, leftMs), HOUR_MS)) * HOUR_MS,
  }
}
