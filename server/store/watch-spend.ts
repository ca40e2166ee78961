import type { Pool, PoolClient } from 'pg'

type Db = Pool | PoolClient

export const ADD_SPEND = `ON CONFLICT (account_id, day, region, collector) DO UPDATE SET
  calls = watch_spend.calls + EXCLUDED.calls, throttles = watch_spend.throttles + EXCLUDED.throttles,
  cost_usd = watch_spend.cost_usd + EXCLUDED.cost_usd`

export type Spend = { calls: number; throttles: number; costUsd: number }

/** Counts calls that no collector's run stands for, and what they cost, to their day (UTC). */
export async function countSpend(
  db: Db,
  place: { accountId: string; region: string; collector: string },
  { calls, throttles, costUsd }: Spend,
  now: Date,
): Promise<void> {
  if (calls === 0) return
  await db.query(
    `INSERT INTO watch_spend (account_id, day, region, collector, calls, throttles, cost_usd)
     VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date, $3, $4, $5, $6, $7) ${ADD_SPEND}`,
    [place.accountId, now, place.region, place.collector, calls, throttles, costUsd],
  )
}

/** What watching an account has cost since a day began (UTC), in USD. */
export async function spentSince(db: Db, accountId: string, from: Date): Promise<number> {
  const { rows } = await db.query<{ usd: number }>(
    `SELECT coalesce(sum(cost_usd), 0) AS usd FROM watch_spend
     WHERE account_id = $1 AND day >= ($2::timestamptz AT TIME ZONE 'UTC')::date`,
    [accountId, from],
  )
  return rows[0]?.usd ?? 0
}

/** What watching an account may cost a month: what was set, else the usual. */
export async function budgetOf(db: Db, accountId: string, usualUsd: number): Promise<number> {
  const { rows } = await db.query<{ usd: number }>(
    'SELECT month_usd AS usd FROM watch_budget WHERE account_id = $1',
    [accountId],
  )
  return rows[0]?.usd ?? usualUsd
}

/** Days of spending are kept so long after they ended. */
export async function dropOldSpend(db: Db, before: Date): Promise<void> {
  await db.query(`DELETE FROM watch_spend WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`, [before])
}
