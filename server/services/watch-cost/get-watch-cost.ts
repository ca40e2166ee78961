import { monthOf } from '#server/domain/metrics/polling/month-budget.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { readEnv } from '#server/env.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { readCollectorCatalog } from '#server/services/coverage/collector-catalog.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { feedsOf, pastsOf, plansOf } from './place-states.ts'
import type { WatchCost, WatchedAccountCost } from './schema.ts'

type Account = {
  id: string
  name: string
  enabled: boolean
  month_usd: number | null
  set_by: string | null
  spent: number | null
}
type Day = { day: string; calls: string; cost: number }
type Collector = { collector: string; calls: string; throttles: string; cost: number }

/** Of what runs beside the collectors that every account owes. */
const OTHER_TITLES: Record<string, string> = {
  'event-queue': 'Queues of events',
  'file-queue': 'Queues of log files',
  bucket: 'Log files in buckets',
  athena: 'Questions to Athena',
  'event-data-store': 'Questions to CloudTrail Lake',
  'metric-stream': 'Metric streams in buckets',
  'log-samples': 'Log lines of failures',
  'cost-explorer': 'Cost Explorer',
}

/** What Sightline's own calls cost this month, by day and collector, with each account's budget and what was slowed to keep it. */
export async function getWatchCost(context: Context): Promise<WatchCost> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const nowMs = context.clock()
  const { fromMs, toMs } = monthOf(nowMs)
  const from = new Date(fromMs)
  const inMonth = sql`day >= (${from}::timestamptz AT TIME ZONE 'UTC')::date`
  const usualBudgetUsd = readEnv().SIGHTLINE_WATCH_BUDGET_USD
  const [accounts, days, collectors, catalog, plans, feeds, pasts] = await Promise.all([
    queryRows<Account>(
      pool,
      sql`SELECT a.id, a.name, a.enabled, b.month_usd, b.set_by,
          (SELECT sum(cost_usd) FROM watch_spend s WHERE s.account_id = a.id AND ${inMonth}) AS spent
        FROM aws_account a LEFT JOIN watch_budget b ON b.account_id = a.id ORDER BY a.home DESC, a.name, a.id`,
    ),
    queryRows<Day>(
      pool,
      sql`SELECT day::text, sum(calls) AS calls, sum(cost_usd) AS cost FROM watch_spend WHERE ${inMonth} GROUP BY 1 ORDER BY 1`,
    ),
    queryRows<Collector>(
      pool,
      sql`SELECT collector, sum(calls) AS calls, sum(throttles) AS throttles, sum(cost_usd) AS cost
        FROM watch_spend WHERE ${inMonth} GROUP BY 1 ORDER BY 4 DESC, 2 DESC, 1`,
    ),
    readCollectorCatalog(context.store),
    plansOf(pool),
    feedsOf(pool, nowMs),
    pastsOf(pool),
  ])
  const titles = new Map(catalog.map(({ id, title }) => [id, title]))
  return {
    from: from.toISOString(),
    to: new Date(toMs).toISOString(),
    usualBudgetUsd,
    accounts: accounts.map((account): WatchedAccountCost => {
      const own = account.enabled ? plans.filter((plan) => plan.accountId === account.id) : []
      const spentUsd = account.spent ?? 0
      const hourly = (of: (plan: (typeof own)[0]) => number) => own.reduce((sum, plan) => sum + of(plan), 0)
      const budgetUsd = account.month_usd ?? usualBudgetUsd
      const planned = hourly((plan) => plan.plannedUsdPerHour)
      const toCome = (planned * (toMs - nowMs)) / HOUR_MS
      return {
        accountId: account.id,
        accountName: account.name,
        enabled: account.enabled,
        budgetUsd,
        isUsual: account.month_usd === null,
        setBy: account.set_by,
        spentUsd,
        forecastUsd: own.length === 0 ? null : spentUsd + toCome,
        wantedUsdPerMonth:
          own.length === 0
            ? null
            : hourly(({ wanted }) => wanted.account + wanted.troubled + wanted.others) * 720,
        functions: {
          troubled: hourly((plan) => plan.functions.troubled),
          active: hourly((plan) => plan.functions.active),
          quiet: hourly((plan) => plan.functions.quiet),
          idle: hourly((plan) => plan.functions.idle),
        },
        slowed: own.flatMap(({ region, slowed }) => slowed.map((one) => ({ region, ...one }))),
        feeds: feeds.filter((feed) => feed.accountId === account.id).map(({ accountId: _, ...feed }) => feed),
        past: pasts.filter((past) => past.accountId === account.id).map(({ accountId: _, ...past }) => past),
        clockSkewMs: own.map((plan) => plan.clockSkewMs).find((skew) => skew !== null) ?? null,
      }
    }),
    days: days.map(({ day, calls, cost }) => ({ day, calls: Number(calls), costUsd: cost })),
    byCollector: collectors.map(({ collector, calls, throttles, cost }) => ({
      collector,
      title: titles.get(collector) ?? OTHER_TITLES[collector] ?? collector,
      calls: Number(calls),
      throttles: Number(throttles),
      costUsd: cost,
    })),
  }
}
