import type { CostSort } from '#server/domain/money/cost-view.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import { type CostMonth, costFunctions, costMonth, dateOf } from './cost-scope.ts'
import type { CostFunctions, CostFunctionsQuery, CostRow } from './schema.ts'

const WEEK_MS = 7 * DAY_MS

type Record = Omit<CostRow, 'accountName' | 'sharePercent'> & { known: number; total: number }

/** The seven whole days before today or, for a month that is over, its last seven; and the seven before them. */
function weeks({ toMs, nowMs }: CostMonth): { endMs: number; middleMs: number; startMs: number } {
  const endMs = Math.min(floorTo(nowMs, DAY_MS), toMs)
  return { endMs, middleMs: endMs - WEEK_MS, startMs: endMs - 2 * WEEK_MS }
}

const SORTS: Readonly<{ [key in CostSort]: Sql }> = {
  usd: sql`usd`,
  change: sql`coalesce(last_week, 0) - coalesce(week_before, 0)`,
  requests: sql`requests`,
  gbSeconds: sql`gb_seconds`,
  armSaving: sql`arm_saving`,
  waste: sql`waste`,
  name: sql`lower(f.name)`,
}

type Page = { sort: CostSort; order: 'asc' | 'desc'; limit: number; offset: number }

/** Functions with what they cost in a month and in the last weeks; those that did nothing are left out. */
export async function costRecords(
  context: Context,
  query: Parameters<typeof costFunctions>[1],
  month: CostMonth,
  { sort, order, limit, offset }: Page,
): Promise<Record[]> {
  const { startMs, middleMs, endMs } = weeks(month)
  const [start, middle, end] = [dateOf(startMs), dateOf(middleMs), dateOf(endMs)]
  const [from, to] = [dateOf(month.fromMs), dateOf(month.toMs)]
  const inMonth = sql`FILTER (WHERE d.day >= ${from} AND d.day < ${to})`
  return queryRows<Record>(
    context.store.pool,
    sql`WITH f AS MATERIALIZED (${costFunctions(context, query, false)}),
      sums AS (SELECT d.series_id, sum(d.usd) ${inMonth} AS usd, sum(d.requests) ${inMonth} AS requests, sum(d.gb_seconds) ${inMonth} AS gb_seconds,
          sum(d.arm_saving_usd) ${inMonth} AS arm_saving, sum(d.errors_usd + d.unused_usd) ${inMonth} AS waste, max(d.gap) ${inMonth} AS gap,
          sum(d.usd) FILTER (WHERE d.day >= ${middle} AND d.day < ${end}) AS last_week,
          sum(d.usd) FILTER (WHERE d.day >= ${start} AND d.day < ${middle}) AS week_before
        FROM function_cost_day d WHERE d.day >= ${new Date(Math.min(startMs, month.fromMs))} AND d.day < ${to} GROUP BY 1),
      page AS (SELECT f.*, sums.usd, sums.requests, sums.gb_seconds, sums.arm_saving, sums.waste, sums.gap, sums.last_week, sums.week_before,
          sum(sums.usd) OVER () AS known, count(*) OVER () AS total
        FROM f JOIN sums USING (series_id) WHERE sums.requests > 0 OR sums.usd > 0
        ORDER BY ${SORTS[sort]} ${raw(order === 'asc' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST')}, f.name, f.series_id LIMIT ${limit} OFFSET ${offset})
      SELECT p.resource_id AS id, p.name, p.account_id AS "accountId", p.region, p.owner, p.usd, p.gap, p.last_week AS "lastWeekUsd",
        p.week_before AS "weekBeforeUsd", p.requests, p.gb_seconds AS "gbSeconds", p.arm_saving AS "armSavingUsd", p.waste AS "wasteUsd",
        l.memory_mb AS "memoryMb", l.architecture, coalesce(p.known, 0) AS known, p.total::int AS total,
        coalesce((SELECT CASE WHEN count(DISTINCT t.kind) = 1 THEN min(t.kind) ELSE 'several' END FROM trigger t WHERE t.account_id = p.account_id
          AND t.region = p.region AND t.function_name = p.name AND t.gone_at IS NULL HAVING count(*) > 0), 'none') AS trigger
      FROM page p LEFT JOIN LATERAL (SELECT memory_mb, architecture FROM function_cost_day d WHERE d.series_id = p.series_id AND d.day < ${to}
        ORDER BY d.day DESC LIMIT 1) l ON TRUE`,
  )
}

export async function toCostRows(context: Context, records: Record[]): Promise<CostRow[]> {
  const names = await accountNames(context)
  return records.map(({ known, total: _, ...row }) => ({
    ...row,
    usd: row.gap === null ? row.usd : null,
    accountName: names.get(row.accountId) ?? row.accountId,
    sharePercent: row.usd === null || !(known > 0) ? null : (row.usd / known) * 100,
  }))
}

/** One page of functions by what they cost in a month. */
export async function listFunctionCosts(context: Context, query: CostFunctionsQuery): Promise<CostFunctions> {
  authorise(context, 'viewer')
  const { sort, order, page, pageSize } = query
  const paging = { sort, order, limit: pageSize, offset: (page - 1) * pageSize }
  const records = await costRecords(context, query, costMonth(context, query.month), paging)
  return { items: await toCostRows(context, records), total: records[0]?.total ?? 0, page, pageSize }
}
