import type { Pool, PoolClient } from 'pg'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { inTransaction } from './in-transaction.ts'
import { queryRows, type Sql, sql } from './sql.ts'

const WEEK_MS = 7 * DAY_MS
const monthStart = (ms: number, step = 0) =>
  Date.UTC(new Date(ms).getUTCFullYear(), new Date(ms).getUTCMonth() + step, 1)

/** Of an account's calls, so many must be those of functions that are known for a day to count as known. */
const KNOWN_SHARE = 0.7

/** Places whose calls are missing may be so many of all calls of a day, which counts as known none the less. */
const MISSING_SHARE = 0.05

/** Whether rows `d` of cost_day_total that are brought together make a day that is known. */
export const isKnownDay = sql`sum(d.missing_calls) <= ${MISSING_SHARE} * (sum(d.requests) + sum(d.missing_calls))`

/** Days from `from` on whose cost is known as a whole, of the rows `d` of cost_day_total that are chosen. */
export async function knownCostDays(pool: Pool, where: Sql, from: Date): Promise<Set<string>> {
  const rows = await queryRows<{ day: string }>(
    pool,
    sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day FROM cost_day_total d WHERE d.day >= ${from} AND ${where} GROUP BY d.day HAVING ${isKnownDay}`,
  )
  return new Set(rows.map(({ day }) => day))
}

/**
 * A day on which far fewer calls of functions are known than the account had is one of which the past is still being
 * fetched, or whose functions cannot be seen: the calls that are missing are noted, so that it is not shown as a cheap one.
 * A day without a call, since when the account has points, cost nothing.
 */
async function totalDays(db: PoolClient, accountId: string, fromMs: number, nowMs: number): Promise<void> {
  const from = new Date(fromMs)
  await db.query('DELETE FROM cost_day_total WHERE account_id = $1 AND day >= $2', [accountId, from])
  await db.query(
    `WITH own AS (
       SELECT region, (p.at AT TIME ZONE 'UTC')::date AS day, sum(p.value) AS calls FROM metric_series s
       JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = 3600 AND p.at >= $2
       WHERE s.account_id = $1 AND s.dimension = '' AND s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' GROUP BY 1, 2),
     place AS (
       SELECT s.region, (min(p.at) AT TIME ZONE 'UTC')::date AS since FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = 3600
       WHERE s.account_id = $1 AND s.dimension = '' AND s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' GROUP BY 1),
     whole AS (
       SELECT place.region, g.day::date AS day, coalesce(o.calls, 0) AS calls FROM place
       CROSS JOIN LATERAL generate_series(greatest(place.since, $2::date), $3::date, interval '1 day') AS g(day)
       LEFT JOIN own o ON o.region = place.region AND o.day = g.day::date),
     total AS (
       SELECT s.region, d.day, coalesce(sum(d.usd), 0) AS usd, sum(d.requests) AS requests, coalesce(sum(d.request_usd), 0) AS request_usd,
         coalesce(sum(d.gb_seconds), 0) AS gb_seconds, coalesce(sum(d.compute_usd), 0) AS compute_usd, count(*) FILTER (WHERE d.usd IS NULL) AS unpriced
       FROM function_cost_day d JOIN metric_series s ON s.id = d.series_id WHERE s.account_id = $1 AND d.day >= $2 GROUP BY 1, 2)
     INSERT INTO cost_day_total (account_id, region, day, usd, requests, request_usd, gb_seconds, compute_usd, unpriced, missing_calls)
     SELECT $1, region, day, coalesce(t.usd, 0), coalesce(t.requests, 0), coalesce(t.request_usd, 0), coalesce(t.gb_seconds, 0), coalesce(t.compute_usd, 0),
       coalesce(t.unpriced, 0), CASE WHEN t.day >= $3::date - 1 OR coalesce(t.requests, 0) >= coalesce(w.calls, 0) * ${KNOWN_SHARE} THEN 0
         ELSE w.calls - coalesce(t.requests, 0) END
     FROM total t FULL JOIN whole w USING (region, day)`,
    [accountId, from, new Date(nowMs).toISOString().slice(0, 10)],
  )
}

async function totalMonth(db: PoolClient, accountId: string, monthMs: number, nowMs: number): Promise<void> {
  const endMs = monthStart(monthMs, 1)
  const weekEndMs = Math.min(floorTo(nowMs, DAY_MS), endMs)
  const times = [monthMs, endMs, weekEndMs, weekEndMs - WEEK_MS, weekEndMs - 2 * WEEK_MS]
  await db.query(
    `DELETE FROM function_cost_month m USING metric_series s WHERE s.id = m.series_id AND s.account_id = $1 AND m.month = $2`,
    [accountId, new Date(monthMs)],
  )
  await db.query(
    `INSERT INTO function_cost_month (series_id, month, usd, requests, gb_seconds, arm_saving_usd, errors_usd, timeouts_usd, retries_usd,
       unused_usd, last_week_usd, week_before_usd, gap, memory_mb, architecture)
     SELECT d.series_id, $2::date, sum(d.usd) FILTER (WHERE m), coalesce(sum(d.requests) FILTER (WHERE m), 0), sum(d.gb_seconds) FILTER (WHERE m),
       sum(d.arm_saving_usd) FILTER (WHERE m), sum(d.errors_usd) FILTER (WHERE m), sum(d.timeouts_usd) FILTER (WHERE m),
       sum(d.retries_usd) FILTER (WHERE m), sum(d.unused_usd) FILTER (WHERE m),
       sum(d.usd) FILTER (WHERE d.day >= $5::date AND d.day < $4::date), sum(d.usd) FILTER (WHERE d.day >= $6::date AND d.day < $5::date),
       max(d.gap) FILTER (WHERE m), (array_agg(d.memory_mb ORDER BY d.day DESC))[1], (array_agg(d.architecture ORDER BY d.day DESC))[1]
     FROM function_cost_day d JOIN metric_series s ON s.id = d.series_id, LATERAL (SELECT d.day >= $2::date AND d.day < $3::date AS m) x
     WHERE s.account_id = $1 AND d.day >= least($2::date, $6::date) AND d.day < $3::date GROUP BY 1`,
    [accountId, ...times.map((ms) => new Date(ms).toISOString().slice(0, 10))],
  )
}

/** Forgets what functions of an account cost before a day, and what they were billed. */
export async function dropCostsBefore(pool: Pool, accountId: string, before: Date): Promise<void> {
  for (const [table, column] of [
    ['function_cost_day', 'day'],
    ['function_cost_month', 'month'],
  ])
    await pool.query(
      `DELETE FROM ${table} c USING metric_series s WHERE s.id = c.series_id AND s.account_id = $1 AND c.${column} < $2::date`,
      [accountId, before],
    )
  for (const table of ['cost_day_total', 'billed_cost_day'])
    await pool.query(`DELETE FROM ${table} WHERE account_id = $1 AND day < $2::date`, [accountId, before])
}

/** Brings together what an account's functions cost by day and by month, from the month of `fromMs` on. */
export async function totalCosts(
  pool: Pool,
  accountId: string,
  fromMs: number,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, async (db) => {
    await totalDays(db, accountId, floorTo(fromMs, DAY_MS), nowMs)
    for (let monthMs = monthStart(fromMs); monthMs <= nowMs; monthMs = monthStart(monthMs, 1))
      await totalMonth(db, accountId, monthMs, nowMs)
  })
}
