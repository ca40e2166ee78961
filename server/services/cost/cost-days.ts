import type { CostGroup } from '#server/domain/money/cost-view.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { type CostMonth, costFunctions, dateOf, dayText } from './cost-scope.ts'
import type { CostOverview, CostQuery } from './schema.ts'

const HISTORY_DAYS = 56
const MOST_GROUPS = 5
const NOBODY = 'nobody'

const KEYS: Record<CostGroup, Sql> = {
  function: sql`f.name || ' · ' || f.region || ' · ' || f.account_id`,
  account: sql`f.account_id`,
  owner: sql`coalesce(f.owner, ${NOBODY})`,
  trigger: sql`f.trigger`,
  region: sql`f.region`,
}

export type DaySum = {
  day: string
  usd: number
  requests: number
  requestUsd: number
  gbSeconds: number
  computeUsd: number
  unpriced: number
}

/** What each day of the last eight weeks, and of the month, cost in all. */
export function daySums(context: Context, query: CostQuery, month: CostMonth): Promise<DaySum[]> {
  const from = dateOf(Math.min(month.fromMs, month.nowMs - HISTORY_DAYS * DAY_MS))
  return queryRows<DaySum>(
    context.store.pool,
    sql`WITH f AS MATERIALIZED (${costFunctions(context, query, false)})
      SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(sum(d.usd), 0) AS usd, sum(d.requests) AS requests, coalesce(sum(d.request_usd), 0) AS "requestUsd",
        coalesce(sum(d.gb_seconds), 0) AS "gbSeconds", coalesce(sum(d.compute_usd), 0) AS "computeUsd", count(*) FILTER (WHERE d.usd IS NULL)::int AS unpriced
      FROM function_cost_day d JOIN f USING (series_id) WHERE d.day >= ${from} AND d.day < ${dateOf(month.toMs)} GROUP BY d.day ORDER BY d.day`,
  )
}

type GroupDay = { key: string; day: string; usd: number }

/** The month's days by group: the largest, and the rest together under "". */
export async function groupDays(
  context: Context,
  query: CostQuery,
  month: CostMonth,
): Promise<{ groups: CostOverview['groups']; byDay: Map<string, number[]> }> {
  const [from, to] = [dateOf(month.fromMs), dateOf(month.toMs)]
  const [rows, names] = await Promise.all([
    queryRows<GroupDay>(
      context.store.pool,
      sql`WITH f AS MATERIALIZED (SELECT f.series_id, ${KEYS[query.group]} AS key FROM (${costFunctions(context, query, query.group === 'trigger')}) f),
        m AS MATERIALIZED (SELECT f.key, sum(d.usd) AS usd FROM function_cost_day d JOIN f USING (series_id) WHERE d.day >= ${from} AND d.day < ${to} AND d.usd IS NOT NULL GROUP BY 1
          ORDER BY 2 DESC LIMIT ${MOST_GROUPS})
        SELECT f.key, to_char(d.day, 'YYYY-MM-DD') AS day, sum(d.usd) AS usd FROM m JOIN f USING (key) JOIN function_cost_day d USING (series_id)
        WHERE d.day >= ${from} AND d.day < ${to} AND d.usd IS NOT NULL GROUP BY 1, 2`,
    ),
    accountNames(context),
  ])
  const sums = new Map<string, number>()
  for (const { key, usd } of rows) sums.set(key, (sums.get(key) ?? 0) + usd)
  const sorted = [...sums].sort(([, a], [, b]) => b - a)
  const label = (key: string) =>
    query.group === 'account'
      ? (names.get(key) ?? key)
      : query.group === 'function'
        ? (key.split(' · ')[0] ?? key)
        : key
  const groups = sorted.map(([key, usd]) => ({ key, label: label(key), usd }))
  const at = new Map(sorted.map(([key], i) => [key, i]))
  const byDay = new Map<string, number[]>()
  for (const { key, day, usd } of rows) {
    const list = byDay.get(day) ?? groups.map(() => 0)
    byDay.set(day, list)
    list[at.get(key) ?? 0] = usd
  }
  return { groups, byDay }
}

/** Texts of all days of a month. */
export function daysOf({ fromMs, toMs }: CostMonth): string[] {
  return Array.from({ length: (toMs - fromMs) / DAY_MS }, (_, i) => dayText(fromMs + i * DAY_MS))
}
