import type { CostGroup } from '#server/domain/money/cost-view.ts'
import { fillDays } from '#server/domain/money/fill-days.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { placeConditions, resolveScope } from '#server/services/scope/resolve-scope.ts'
import { isKnownDay, knownCostDays } from '#server/store/cost-totals.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { type CostMonth, costFunctions, dateOf, dayText, isNarrowed } from './cost-scope.ts'
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

const placeOf = ({ accounts, regions }: CostQuery) => ({ accounts, regions })

export type DaySum = {
  day: string
  usd: number
  requests: number
  requestUsd: number
  gbSeconds: number
  computeUsd: number
  unpriced: number
}

/** What each known day of the last eight weeks, and of the month, cost in all. */
export async function daySums(context: Context, query: CostQuery, month: CostMonth): Promise<DaySum[]> {
  const from = dateOf(Math.min(month.fromMs, month.nowMs - HISTORY_DAYS * DAY_MS))
  const where = sql`d.day >= ${from} AND d.day < ${dateOf(month.toMs)}`
  const ofPlaces = allOf([sql`TRUE`, ...placeConditions(resolveScope(context, placeOf(query)), sql`d`)])
  const isPart = isNarrowed(query)
  const days = isPart
    ? sql`SELECT d.day, d.usd, d.requests, d.request_usd, d.gb_seconds, d.compute_usd, CASE WHEN d.usd IS NULL THEN 1 ELSE 0 END AS unpriced, 0 AS missing_calls
        FROM (${costFunctions(context, query)}) f JOIN function_cost_day d ON d.series_id = f.id WHERE ${where}`
    : sql`SELECT d.* FROM cost_day_total d WHERE ${where} AND ${ofPlaces}`
  const rows = await queryRows<DaySum>(
    context.store.pool,
    sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(sum(d.usd), 0) AS usd, sum(d.requests) AS requests, coalesce(sum(d.request_usd), 0) AS "requestUsd",
        coalesce(sum(d.gb_seconds), 0) AS "gbSeconds", coalesce(sum(d.compute_usd), 0) AS "computeUsd", sum(d.unpriced)::int AS unpriced
      FROM (${days}) d GROUP BY d.day HAVING ${isKnownDay} ORDER BY d.day`,
  )
  if (!isPart) return rows
  const known = await knownCostDays(context.store.pool, ofPlaces, from)
  const range = { fromMs: from.getTime(), toMs: Math.min(month.toMs, month.nowMs) }
  const nothing = { usd: 0, requests: 0, requestUsd: 0, gbSeconds: 0, computeUsd: 0, unpriced: 0 }
  return fillDays(rows, known, range, (day) => ({ day, ...nothing }))
}

type GroupDay = { key: string; day: string; usd: number }

/** Days of the groups that cost most: of whole accounts and regions from their totals, of others from their functions. */
function groupRows(context: Context, query: CostQuery, month: CostMonth): Promise<GroupDay[]> {
  const where = sql`d.day >= ${dateOf(month.fromMs)} AND d.day < ${dateOf(month.toMs)}`
  const isPlace = query.group === 'account' || query.group === 'region'
  const scope = resolveScope(context, placeOf(query))
  const functions = sql`SELECT f.id, ${KEYS[query.group]} AS key FROM (${costFunctions(context, query, { owner: query.group === 'owner', trigger: query.group === 'trigger' })}) f`
  const ofPlaces = sql`SELECT ${query.group === 'account' ? sql`d.account_id` : sql`d.region`} AS key, d.day, d.usd FROM cost_day_total d
    WHERE ${allOf([where, ...placeConditions(scope, sql`d`)])}`
  const ofFunctions = sql`SELECT f.key, d.day, d.usd FROM (
      WITH f AS MATERIALIZED (${functions})
      SELECT f.id, f.key FROM f JOIN (SELECT f.key FROM f JOIN function_cost_month m ON m.series_id = f.id WHERE m.month = ${dateOf(month.fromMs)} AND m.usd > 0
        GROUP BY 1 ORDER BY sum(m.usd) DESC LIMIT ${MOST_GROUPS}) top ON top.key = f.key
    ) f JOIN function_cost_day d ON d.series_id = f.id WHERE ${where} AND d.usd IS NOT NULL`
  return queryRows<GroupDay>(
    context.store.pool,
    sql`SELECT key, to_char(day, 'YYYY-MM-DD') AS day, sum(usd) AS usd FROM (${isPlace && !isNarrowed(query) ? ofPlaces : ofFunctions}) days GROUP BY 1, 2`,
  )
}

/** The month's days by group: the largest; the rest is what the day has besides. */
export async function groupDays(
  context: Context,
  query: CostQuery,
  month: CostMonth,
): Promise<{ groups: CostOverview['groups']; byDay: Map<string, number[]> }> {
  const [rows, names] = await Promise.all([groupRows(context, query, month), accountNames(context)])
  const sums = new Map<string, number>()
  for (const { key, usd } of rows) sums.set(key, (sums.get(key) ?? 0) + usd)
  const sorted = [...sums]
    .filter(([, usd]) => usd > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_GROUPS)
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
    const index = at.get(key)
    if (index === undefined) continue
    const list = byDay.get(day) ?? groups.map(() => 0)
    byDay.set(day, list)
    list[index] = usd
  }
  return { groups, byDay }
}

/** Texts of all days of a month. */
export function daysOf({ fromMs, toMs }: CostMonth): string[] {
  return Array.from({ length: (toMs - fromMs) / DAY_MS }, (_, i) => dayText(fromMs + i * DAY_MS))
}
