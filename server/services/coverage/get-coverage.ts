import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { placeConditions, resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { coveragePercent, coverageRows } from './coverage-rows.ts'
import type { Coverage } from './schema.ts'
import { trailCoverageOf } from './trail-coverage.ts'

type Inventory = { accountId: string; accountName: string; region: string; kind: string; count: string }
type Events = {
  accountId: string
  region: string
  count: string
  newestAt: Date | null
  oldestAt: Date | null
}

function byCollector(rows: Coverage['rows']): Coverage['watch']['byCollector'] {
  return [...Map.groupBy(rows, (row) => row.collector)].map(([collector, own]) => ({
    collector,
    title: own[0]?.title ?? collector,
    calls: own.reduce((sum, row) => sum + row.calls, 0),
    costUsd: own.reduce((sum, row) => sum + row.costUsd, 0),
  }))
}

/** What was collected where and when, what was denied, what that hides, and what the watch costs. */
export async function getCoverage(context: Context, query: ScopeQuery): Promise<Coverage> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const { pool } = context.store
  const now = context.clock()
  const [rows, inventory, events, first, trail] = await Promise.all([
    coverageRows(context, scope, true),
    queryRows<Inventory>(
      pool,
      sql`SELECT r.account_id AS "accountId", coalesce(a.name, r.account_id) AS "accountName", r.region, r.kind, count(*) AS count
        FROM resource r LEFT JOIN aws_account a ON a.id = r.account_id
        WHERE r.deleted_at IS NULL AND ${allOf(placeConditions(scope, sql`r`, 'global'))} GROUP BY 1, 2, 3, 4 ORDER BY 2, 3, 4`,
    ),
    queryRows<Events>(
      pool,
      sql`SELECT c.*, newest.at AS "newestAt", oldest.at AS "oldestAt" FROM (
          SELECT e.account_id AS "accountId", e.region, sum(d.count) AS count FROM trail_day d JOIN trail_shape e ON e.id = d.shape_id
          WHERE ${allOf(placeConditions(scope, sql`e`))} GROUP BY 1, 2) c,
        LATERAL (SELECT max(event_time) AS at FROM trail_event WHERE account_id = c."accountId" AND region = c.region) newest,
        LATERAL (SELECT min(event_time) AS at FROM trail_event WHERE account_id = c."accountId" AND region = c.region) oldest
        ORDER BY 1, 2`,
    ),
    queryRows<{ at: Date | null }>(
      pool,
      sql`SELECT min(started_at) AS at FROM collector_run WHERE started_at >= ${new Date(now - DAY_MS)}`,
    ),
    trailCoverageOf(context, scope),
  ])
  const costUsd24h = rows.reduce((sum, row) => sum + row.costUsd, 0)
  const spanMs = Math.min(DAY_MS, now - (first[0]?.at?.getTime() ?? now))
  return {
    rows,
    percent: coveragePercent(rows),
    inventory: inventory.map((row) => ({ ...row, count: Number(row.count) })),
    events: events.map((row) => ({
      ...row,
      count: Number(row.count),
      newestAt: row.newestAt?.toISOString() ?? null,
      oldestAt: row.oldestAt?.toISOString() ?? null,
    })),
    trail,
    watch: {
      calls24h: rows.reduce((sum, row) => sum + row.calls, 0),
      throttles24h: rows.reduce((sum, row) => sum + row.throttles, 0),
      costUsd24h,
      costUsdPerMonth: spanMs >= HOUR_MS ? (costUsd24h / spanMs) * 30 * DAY_MS : null,
      byCollector: byCollector(rows).sort((a, b) => b.costUsd - a.costUsd || b.calls - a.calls),
    },
  }
}
