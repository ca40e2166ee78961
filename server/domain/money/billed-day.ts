/** What Lambda was billed on a UTC day, one kind of line in one currency. */
export type BilledDay = {
  day: string
  /** Usage | SavingsPlanCoveredUsage | Credit | Tax | … */
  recordType: string
  currency: string
  amount: number
  /** Not settled yet. */
  estimated: boolean
}
