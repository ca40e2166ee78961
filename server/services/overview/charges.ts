import { type ChargeDay, dailyCharges, forecastMonth } from '#server/domain/metrics/daily-charges.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import type { CoverageRow } from '#server/services/coverage/schema.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Overview } from './schema.ts'

const DAYS = 14

type Latest = { account_id: string; at: Date; usd: number }

/** Charges of the last 14 days, the month to date and its forecast. AWS gives one figure for all regions. */
export async function charges(
  { store, clock }: Context,
  scope: Scope,
  coverage: CoverageRow[],
): Promise<{ tile: Overview['tiles']['charges']; chart: Overview['charges'] }> {
  const now = clock()
  const fromMs = floorTo(now, DAY_MS) - DAYS * DAY_MS
  const rows = await queryRows<ChargeDay & { last_at: Date; last_usd: number }>(
    store.pool,
    sql`SELECT ms.account_id AS "accountId", to_char(p.at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, max(p.value) AS usd,
        max(p.at) AS last_at, (array_agg(p.value ORDER BY p.at DESC))[1] AS last_usd
      FROM metric_series ms JOIN metric_point p ON p.series_id = ms.id AND p.period_seconds = 3600 AND p.at >= ${new Date(fromMs)} AND p.at < ${new Date(now)}
      WHERE ms.namespace = 'AWS/Billing' AND ms.metric = 'EstimatedCharges' AND ms.dimension = ''
        AND ${scope.accounts ? sql`ms.account_id = ANY(${scope.accounts}::text[])` : sql`TRUE`} GROUP BY 1, 2`,
  )
  const days = Array.from({ length: DAYS }, (_, i) =>
    new Date(fromMs + (i + 1) * DAY_MS).toISOString().slice(0, 10),
  )
  const latest = new Map<string, Latest>()
  for (const { accountId, last_at, last_usd } of rows) {
    const seen = latest.get(accountId)
    if (!seen || seen.at < last_at)
      latest.set(accountId, { account_id: accountId, at: last_at, usd: last_usd })
  }
  const month = new Date(now).toISOString().slice(0, 7)
  const current = [...latest.values()].filter((one) => one.at.toISOString().startsWith(month))
  const atMs = current.reduce((last, one) => Math.max(last, one.at.getTime()), 0)
  const monthToDateUsd = current.reduce((sum, one) => sum + one.usd, 0)
  const billing = coverage.filter((row) => row.collector.includes('billing'))
  const isDenied = billing.some((row) => row.status === 'denied')
  return {
    tile:
      current.length === 0
        ? null
        : {
            monthToDateUsd,
            forecastUsd: forecastMonth(monthToDateUsd, atMs),
            at: new Date(atMs).toISOString(),
          },
    chart: {
      days: dailyCharges(rows, days),
      state: rows.length > 0 ? 'known' : isDenied ? 'denied' : 'not collected',
    },
  }
}
