import { type ChargeDay, dailyCharges } from '#server/domain/metrics/daily-charges.ts'
import { type DayFacts, reconcileDay } from '#server/domain/money/reconcile.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { isKnownDay } from '#server/store/cost-totals.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { dateOf, dayText } from './cost-scope.ts'
import type { CostAccountRow, CostOverview } from './schema.ts'

const DAYS = 14

type Own = { accountId: string; day: string; usd: number | null; unpriced: number }
type Billed = {
  accountId: string
  day: string
  recordType: string
  currency: string
  amount: number
  estimated: boolean
}
type Run = { accountId: string; status: string }

/** EstimatedCharges of Lambda by day. The counter's fall at the turn of a month is no negative charge. */
async function charges(
  context: Context,
  accounts: string[],
  days: string[],
  fromMs: number,
): Promise<Map<string, number | null>> {
  const rows = await queryRows<ChargeDay>(
    context.store.pool,
    sql`SELECT ms.account_id AS "accountId", to_char((p.at - interval '1 second') AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, max(p.value) AS usd
      FROM metric_series ms JOIN metric_point p ON p.series_id = ms.id AND p.period_seconds = 3600 AND p.at >= ${new Date(fromMs - DAY_MS)}
      WHERE ms.namespace = 'AWS/Billing' AND ms.metric = 'EstimatedCharges' AND ms.dimension = 'AWSLambda' AND ms.account_id = ANY(${accounts}::text[]) GROUP BY 1, 2`,
  )
  const found = new Map<string, number | null>()
  for (const [accountId, own] of Map.groupBy(rows, (row) => row.accountId))
    for (const { day, usd } of dailyCharges(own, days)) found.set(`${accountId} ${day}`, usd)
  return found
}

/** By account: what was worked out beside what AWS billed, for the last fourteen whole days. */
export async function reconciliation(
  context: Context,
  accounts: CostAccountRow[],
): Promise<CostOverview['reconciliation']> {
  const { pool } = context.store
  const today = floorTo(context.clock(), DAY_MS)
  const fromMs = today - DAYS * DAY_MS
  const [from, to] = [dateOf(fromMs), dateOf(today)]
  const ids = accounts.map(({ id }) => id)
  const days = Array.from({ length: DAYS }, (_, i) => dayText(fromMs + i * DAY_MS))
  const [own, billed, runs, estimated] = await Promise.all([
    queryRows<Own>(
      pool,
      sql`SELECT d.account_id AS "accountId", to_char(d.day, 'YYYY-MM-DD') AS day, CASE WHEN ${isKnownDay} THEN sum(d.usd) END AS usd, sum(d.unpriced)::int AS unpriced
        FROM cost_day_total d WHERE d.day >= ${from} AND d.day < ${to} AND d.account_id = ANY(${ids}::text[]) GROUP BY 1, d.day`,
    ),
    queryRows<Billed>(
      pool,
      sql`SELECT account_id AS "accountId", to_char(day, 'YYYY-MM-DD') AS day, record_type AS "recordType", currency, amount, estimated
        FROM billed_cost_day WHERE day >= ${from} AND day < ${to} AND account_id = ANY(${ids}::text[])`,
    ),
    queryRows<Run>(
      pool,
      sql`SELECT DISTINCT ON (account_id) account_id AS "accountId", status FROM collector_run WHERE collector = 'cost-explorer' AND finished_at IS NOT NULL
        ORDER BY account_id, started_at DESC`,
    ),
    charges(context, ids, days, fromMs),
  ])
  const ownOf = new Map(own.map((row) => [`${row.accountId} ${row.day}`, row]))
  const billedOf = Map.groupBy(billed, (row) => `${row.accountId} ${row.day}`)
  const statusOf = new Map(runs.map((run) => [run.accountId, run.status]))
  return accounts.map(({ id, name, costExplorer }) => {
    const facts = days.map((day): DayFacts => {
      const key = `${id} ${day}`
      const mine = ownOf.get(key)
      return {
        day,
        ownUsd: mine?.usd ?? null,
        unpriced: mine?.unpriced ?? 0,
        billed: billedOf.get(key) ?? null,
        chargesUsd: estimated.get(key) ?? null,
      }
    })
    const status = statusOf.get(id)
    const state = !costExplorer
      ? 'off'
      : billed.some((row) => row.accountId === id)
        ? 'ok'
        : status === 'denied'
          ? 'denied'
          : status === 'failed'
            ? 'failed'
            : 'waiting'
    return { accountId: id, accountName: name, state, days: facts.map(reconcileDay) }
  })
}
