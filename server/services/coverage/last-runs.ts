import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'

/** The last run of one collector in one place. */
export type LastRun = {
  collector: string
  account_id: string
  region: string
  status: string
  started_at: Date
  finished_at: Date | null
  items: number
  duration_ms: number
  problems: unknown
  last_ok_at: Date | null
}

export type Usage = {
  collector: string
  account_id: string
  region: string
  calls: string
  throttles: string
  cost_usd: number
}

const last = (
  where: Sql,
) => sql`(SELECT started_at, finished_at, status, items, duration_ms, problems FROM collector_run c
  WHERE c.collector = p.collector AND c.account_id = p.account_id AND c.region = p.region AND ${where} ORDER BY c.started_at DESC LIMIT 1)`

/**
 * Last ended run of each collector, account and region, or the first one while it is running. Walks the index from place to
 * place: the number of runs does not matter.
 */
export function lastRuns({ store, clock }: Context): Promise<LastRun[]> {
  const since = sql`c.started_at >= ${new Date(clock() - 14 * DAY_MS)}`
  return queryRows<LastRun>(
    store.pool,
    sql`WITH RECURSIVE p AS (
        (SELECT collector, account_id, region FROM collector_run ORDER BY 1, 2, 3 LIMIT 1)
        UNION ALL
        SELECT n.* FROM p, LATERAL (SELECT collector, account_id, region FROM collector_run
          WHERE (collector, account_id, region) > (p.collector, p.account_id, p.region) ORDER BY 1, 2, 3 LIMIT 1) n)
      SELECT p.collector, p.account_id, p.region, l.*, ok.finished_at AS last_ok_at FROM p
      JOIN LATERAL (SELECT * FROM (SELECT 1 AS rank, ended.* FROM ${last(sql`c.status <> 'running'`)} ended
        UNION ALL SELECT 2, newest.* FROM ${last(sql`TRUE`)} newest) either ORDER BY rank LIMIT 1) l ON TRUE
      LEFT JOIN LATERAL ${last(sql`c.status = 'ok' AND ${since}`)} ok ON TRUE`,
  )
}

/** Calls, throttles and cost of the last 24 hours in each place. */
export function usage24h({ store, clock }: Context): Promise<Usage[]> {
  return queryRows<Usage>(
    store.pool,
    sql`SELECT collector, account_id, region, sum(calls) AS calls, sum(throttles) AS throttles, sum(cost_usd) AS cost_usd
      FROM collector_run WHERE started_at >= ${new Date(clock() - DAY_MS)} GROUP BY 1, 2, 3`,
  )
}
