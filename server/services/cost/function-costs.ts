import type { CostSort } from '#server/domain/money/cost-view.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import {
  type CostMonth,
  costFunctions,
  costMonth,
  dateOf,
  OWNER,
  resourceOf,
  triggerOf,
} from './cost-scope.ts'
import type { CostFunctions, CostFunctionsQuery, CostRow } from './schema.ts'

type Record = Omit<CostRow, 'accountName' | 'sharePercent'> & { known: number; total: number }

const SORTS: Readonly<{ [key in CostSort]: Sql }> = {
  usd: sql`usd`,
  change: sql`coalesce(last_week_usd, 0) - coalesce(week_before_usd, 0)`,
  requests: sql`requests`,
  gbSeconds: sql`gb_seconds`,
  armSaving: sql`arm_saving_usd`,
  waste: sql`coalesce(errors_usd, 0) + coalesce(unused_usd, 0)`,
  name: sql`lower(name)`,
}

type Page = { sort: CostSort; order: 'asc' | 'desc'; limit: number; offset: number }

/** Functions with what they cost in a month and in the last weeks; those that did nothing are left out. */
export async function costRecords(
  context: Context,
  query: Parameters<typeof costFunctions>[1],
  month: CostMonth,
  { sort, order, limit, offset }: Page,
): Promise<Record[]> {
  return queryRows<Record>(
    context.store.pool,
    sql`WITH page AS (SELECT f.*, m.*, sum(m.usd) OVER () AS known, count(*) OVER () AS total
        FROM (${costFunctions(context, query)}) f JOIN function_cost_month m ON m.series_id = f.id
        WHERE m.month = ${dateOf(month.fromMs)} AND (m.requests > 0 OR m.usd > 0)
        ORDER BY ${SORTS[sort]} ${raw(order === 'asc' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST')}, f.name, f.id LIMIT ${limit} OFFSET ${offset})
      SELECT r.id, p.name, p.account_id AS "accountId", p.region, ${OWNER} AS owner, p.usd, p.gap, p.last_week_usd AS "lastWeekUsd",
        p.week_before_usd AS "weekBeforeUsd", p.requests, p.gb_seconds AS "gbSeconds", p.arm_saving_usd AS "armSavingUsd",
        p.errors_usd + p.unused_usd AS "wasteUsd", p.memory_mb AS "memoryMb", p.architecture, coalesce(p.known, 0) AS known, p.total::int AS total,
        ${triggerOf(sql`p`)} AS trigger
      FROM page p ${resourceOf(sql`p`)}
      ORDER BY ${SORTS[sort]} ${raw(order === 'asc' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST')}, p.name, p.series_id`,
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
