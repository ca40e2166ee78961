import { DAY_MS } from '#server/domain/time.ts'

/** The highest cumulative charge of an account on a day (UTC, "2026-11-20"). */
export type ChargeDay = { accountId: string; day: string; usd: number }

const dayBefore = (day: string) => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10)

/**
 * What each of `days` cost over all accounts, from EstimatedCharges, which grows through a month and begins again with the
 * next one. null where an account has no figure for the day or for the day before.
 */
export function dailyCharges(charges: ChargeDay[], days: string[]): { day: string; usd: number | null }[] {
  const byAccount = [...Map.groupBy(charges, (charge) => charge.accountId).values()].map(
    (own) => new Map(own.map((charge) => [charge.day, charge.usd])),
  )
  return days.map((day) => {
    let sum = 0
    for (const own of byAccount) {
      const total = own.get(day)
      const before = day.endsWith('-01') ? 0 : own.get(dayBefore(day))
      if (total === undefined || before === undefined) return { day, usd: null }
      sum += Math.max(0, total - before)
    }
    return { day, usd: byAccount.length === 0 ? null : sum }
  })
}

/** The month's charges if it goes on at the pace it has had until `atMs`; null in its first day. */
export function forecastMonth(monthToDateUsd: number, atMs: number): number | null {
  const at = new Date(atMs)
  const startMs = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)
  const endMs = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)
  if (atMs - startMs < DAY_MS) return null
  return (monthToDateUsd / (atMs - startMs)) * (endMs - startMs)
}
