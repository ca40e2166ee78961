import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'

export type WorkerMetrics = {
  runs: { collector: string; status: string; count: number }[]
  collectors: {
    collector: string
    accountId: string
    region: string
    lastAtSeconds: number | null
    durationSeconds: number
    calls: number
    throttles: number
    costUsd: number
  }[]
  alerts: { state: string; severity: string; count: number }[]
}

/** What /metrics tells of the worker: the runs of the last 24 hours and the open alerts. */
export async function getWorkerMetrics(context: Context): Promise<WorkerMetrics> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const since = new Date(context.clock() - 24 * 3600 * 1000)
  const [runs, collectors, alerts] = await Promise.all([
    queryRows<WorkerMetrics['runs'][number]>(
      pool,
      sql`SELECT collector, status, count(*)::int AS count FROM collector_run WHERE started_at >= ${since} GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
    queryRows<WorkerMetrics['collectors'][number]>(
      pool,
      sql`SELECT collector, account_id AS "accountId", region, extract(epoch FROM max(finished_at))::float8 AS "lastAtSeconds",
          coalesce(avg(duration_ms), 0)::float8 / 1000 AS "durationSeconds", sum(calls)::int AS calls, sum(throttles)::int AS throttles, sum(cost_usd) AS "costUsd"
        FROM collector_run WHERE started_at >= ${since} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    ),
    queryRows<WorkerMetrics['alerts'][number]>(
      pool,
      sql`SELECT state, severity, count(*)::int AS count FROM alert WHERE state <> 'resolved' GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
  ])
  return { runs, collectors, alerts }
}
