/** What is known of one account's day: worked out here, billed according to Cost Explorer, grown in EstimatedCharges. */
export type DayFacts = {
  day: string
  /** USD; null where nothing was worked out. */
  ownUsd: number | null
  /** Functions of that day without a price. */
  unpriced: number
  /** By kind of line; null where Cost Explorer was not asked. */
  billed: { recordType: string; currency: string; amount: number; estimated: boolean }[] | null
  /** Growth of EstimatedCharges over the day in USD. */
  chargesUsd: number | null
}

export type DifferenceReason =
  | 'not settled'
  | 'other currency'
  | 'savings plan'
  | 'credit'
  | 'free tier'
  | 'tax'
  | 'unpriced functions'
  | 'metrics incomplete'
  | 'not counted'

export type ReconciledDay = {
  day: string
  ownUsd: number | null
  /** Usage at AWS's prices, before credits, taxes and what a savings plan pays; null in another currency. */
  billedUsd: number | null
  otherCurrency: { currency: string; amount: number } | null
  chargesUsd: number | null
  /** Billed less worked out. */
  differenceUsd: number | null
  reasons: DifferenceReason[]
}

const SMALL_SHARE = 0.02
const SMALL_USD = 0.01

const USAGE_LINES = new Set(['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'])

/** Compares a day's estimate with the bill, and says where a difference is likely to come from. */
export function reconcileDay(facts: DayFacts): ReconciledDay {
  const { day, ownUsd, chargesUsd, billed } = facts
  const dollars = billed?.filter((line) => line.currency === 'USD') ?? []
  const others = billed?.filter((line) => line.currency !== 'USD') ?? []
  const sumOf = (lines: { amount: number }[]) => lines.reduce((sum, line) => sum + line.amount, 0)
  const billedUsd =
    dollars.length > 0 ? sumOf(dollars.filter((line) => USAGE_LINES.has(line.recordType))) : null
  const compared = billedUsd ?? chargesUsd
  const differenceUsd = ownUsd === null || compared === null ? null : compared - ownUsd
  const reasons: DifferenceReason[] = []
  const has = (part: string) => billed?.some((line) => line.recordType.startsWith(part)) ?? false
  if (others[0]) reasons.push('other currency')
  const isLarge =
    differenceUsd !== null &&
    Math.abs(differenceUsd) > Math.max(SMALL_USD, SMALL_SHARE * Math.max(ownUsd ?? 0, compared ?? 0))
  if (isLarge) {
    if (billed?.some((line) => line.estimated)) reasons.push('not settled')
    if (has('SavingsPlan')) reasons.push('savings plan')
    if (has('Credit') || has('Refund')) reasons.push('credit')
    if (has('Tax')) reasons.push('tax')
    if (differenceUsd < 0) reasons.push('free tier')
    if (differenceUsd > 0 && facts.unpriced > 0) reasons.push('unpriced functions')
    if (differenceUsd > 0) reasons.push('metrics incomplete', 'not counted')
  }
  return {
    day,
    ownUsd,
    billedUsd,
    otherCurrency: others[0] ? { currency: others[0].currency, amount: sumOf(others) } : null,
    chargesUsd,
    differenceUsd,
    reasons,
  }
}
