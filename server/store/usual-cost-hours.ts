import type { Pool } from 'pg'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { knownCostDays } from './cost-totals.ts'
import { sql } from './sql.ts'

/** What this hour of the day cost on each known one of the last fourteen days, from the day's cost and how its durations were spread. */
export async function usualCostHours(pool: Pool, accountId: string, nowMs: number): Promise<number[]> {
  const today = floorTo(nowMs, DAY_MS)
  const from = new Date(today - 14 * DAY_MS)
  const { rows } = await pool.query<{ day: string; usd: number }>(
    `WITH spread AS (
       SELECT date_trunc('day', p.at, 'UTC') AS day, sum(p.value) AS whole,
         sum(p.value) FILTER (WHERE extract(hour FROM p.at AT TIME ZONE 'UTC') = $4) AS part
       FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = 3600 AND p.at >= $2 AND p.at < $3
       WHERE s.account_id = $1 AND s.dimension = '' AND s.namespace = 'AWS/Lambda' AND s.metric = 'Duration' AND s.stat = 'Sum' GROUP BY 1),
     cost AS (
       SELECT d.day, sum(d.usd) AS usd FROM function_cost_day d JOIN metric_series s ON s.id = d.series_id
       WHERE s.account_id = $1 AND d.day >= $2 AND d.day < $3 GROUP BY 1)
     SELECT to_char(c.day, 'YYYY-MM-DD') AS day, c.usd * coalesce(s.part, 0) / s.whole AS usd FROM cost c
     JOIN spread s ON (s.day AT TIME ZONE 'UTC')::date = c.day WHERE s.whole > 0 ORDER BY c.day`,
    [accountId, from, new Date(today), new Date(nowMs).getUTCHours()],
  )
  const known = await knownCostDays(pool, sql`d.account_id = ${accountId}`, from)
  return rows.filter((row) => known.has(row.day)).map((row) => row.usd)
}
