import type { Pool } from 'pg'
import type { BudgetWindow } from '#server/domain/money/cost-window.ts'
import { estimateMonth } from '#server/domain/money/estimate-month.ts'
import { fillDays } from '#server/domain/money/fill-days.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { isKnownDay, knownCostDays } from './cost-totals.ts'
import { effectiveLabel } from './labels.ts'
import { queryRows, sql } from './sql.ts'

const HISTORY_DAYS = 56

type Budget = BudgetWindow['budget']
type Row = { day: string; usd: number; unpriced: number }

/** The known days that a budget covers: of an account's functions, of one owner's or of one. */
export async function budgetDays(
  pool: Pool,
  accountId: string,
  budget: Budget,
  nowMs: number,
): Promise<Row[]> {
  const from = new Date(floorTo(nowMs, DAY_MS) - HISTORY_DAYS * DAY_MS)
  if (budget.scope === 'account')
    return queryRows<Row>(
      pool,
      sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day, sum(d.usd) AS usd, sum(d.unpriced)::int AS unpriced FROM cost_day_total d
        WHERE d.account_id = ${accountId} AND d.day >= ${from} GROUP BY d.day HAVING ${isKnownDay} ORDER BY d.day`,
    )
  const only =
    budget.scope === 'function'
      ? sql`s.dimension = ${budget.name}`
      : sql`EXISTS (SELECT 1 FROM resource r WHERE r.kind = 'function' AND r.account_id = s.account_id AND r.region = s.region
            AND r.name = s.dimension AND ${effectiveLabel(sql`r`, 'owner')} = ${budget.name})`
  const rows = await queryRows<Row>(
    pool,
    sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(sum(d.usd), 0) AS usd, (count(*) FILTER (WHERE d.usd IS NULL))::int AS unpriced
      FROM function_cost_day d JOIN metric_series s ON s.id = d.series_id
      WHERE s.account_id = ${accountId} AND d.day >= ${from} AND ${only}
      GROUP BY 1 ORDER BY 1`,
  )
  const known = await knownCostDays(pool, sql`d.account_id = ${accountId}`, from)
  const range = { fromMs: from.getTime(), toMs: nowMs }
  return fillDays(rows, known, range, (day) => ({ day, usd: 0, unpriced: 0 }))
}

/** How each budget of an account stands this month. */
export async function loadBudgetWindows(pool: Pool, accountId: string, now: Date): Promise<BudgetWindow[]> {
  const { rows } = await pool.query<Budget>(
    `SELECT id, scope, name, monthly_usd AS "monthlyUsd" FROM cost_budget WHERE account_id = $1 ORDER BY scope, name`,
    [accountId],
  )
  const nowMs = now.getTime()
  const windows: BudgetWindow[] = []
  for (const budget of rows) {
    const days = await budgetDays(pool, accountId, budget, nowMs)
    const month = estimateMonth(days, nowMs)
    const unpriced = Math.max(0, ...days.slice(-2).map((day) => day.unpriced))
    windows.push({
      accountId,
      nowMs,
      budget,
      toDateUsd: month.toDateUsd,
      forecast: month.forecast,
      unpriced,
      isKnown: month.knownFrom !== null,
    })
  }
  return windows
}
