import { type Detection, parametersOf } from '#server/detections/define-detection.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import type { Learning } from './schema.ts'

/** An account whose records are looked at, and since when it is known. */
export type Known = { accountId: string; accountName: string; since: Date }

export async function knownAccounts({ store }: Context, scope: Scope): Promise<Known[]> {
  const places = scope.accounts ? [sql`p.account_id = ANY(${scope.accounts}::text[])`] : []
  return queryRows<Known>(
    store.pool,
    sql`SELECT p.account_id AS "accountId", coalesce(a.name, p.account_id) AS "accountName", p.learning_since AS since
      FROM detection_progress p LEFT JOIN aws_account a ON a.id = p.account_id WHERE ${allOf(places)} ORDER BY 2, 1`,
  )
}

/** Days for which an account has to be known before the detection speaks; 0 for kinds that learn nothing. */
export function learningDays(detection: Detection, parameters: unknown): number {
  if (detection.kind === 'first-seen') return detection.learningDays
  if (detection.kind === 'rate') return detection.limit(parametersOf(detection, parameters)).baselineDays
  return 0
}

export const learnedAt = (account: Known, days: number) => new Date(account.since.getTime() + days * DAY_MS)

/** How many accounts are still being learned; null for detections that learn nothing. */
export function learningOf(days: number, accounts: Known[], nowMs: number): Learning | null {
  if (days === 0) return null
  const ends = accounts.map((account) => learnedAt(account, days).getTime()).filter((ms) => ms > nowMs)
  return {
    accounts: accounts.length,
    learning: ends.length,
    until: ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : null,
  }
}
