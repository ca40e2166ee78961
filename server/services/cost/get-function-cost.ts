import { estimateMonth } from '#server/domain/money/estimate-month.ts'
import { fillDays } from '#server/domain/money/fill-days.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { findFunction } from '#server/services/functions/get-function.ts'
import { knownCostDays } from '#server/store/cost-totals.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { dateOf, dayText } from './cost-scope.ts'
import type { FunctionCost } from './schema.ts'

const HISTORY_DAYS = 56
const SHOWN_DAYS = 30

type Row = {
  day: string
  usd: number | null
  requests: number
  gap: string | null
  armSaving: number | null
  errors: number | null
  unused: number | null
}

/** What a function costs: the last day and thirty days, and the month with its forecast. @throws NotFoundError */
export async function getFunctionCost(context: Context, { id }: { id: number }): Promise<FunctionCost> {
  authorise(context, 'viewer')
  const head = await findFunction(context, id)
  const nowMs = context.clock()
  const today = floorTo(nowMs, DAY_MS)
  const rows = await queryRows<Row>(
    context.store.pool,
    sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day, d.usd, d.requests, d.gap, d.arm_saving_usd AS "armSaving", d.errors_usd AS errors, d.unused_usd AS unused
      FROM metric_series s JOIN function_cost_day d ON d.series_id = s.id AND d.day >= ${dateOf(today - HISTORY_DAYS * DAY_MS)}
      WHERE s.account_id = ${head.account_id} AND s.region = ${head.region} AND s.dimension = ${head.name}
        AND s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' ORDER BY d.day`,
  )
  const shown = rows.filter(({ day }) => day > dayText(today - SHOWN_DAYS * DAY_MS))
  const gap = shown.find((row) => row.gap !== null)?.gap ?? null
  const isKnown = shown.length > 0 && gap === null
  const total = (of: (row: Row) => number | null) => shown.reduce((sum, row) => sum + (of(row) ?? 0), 0)
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const usdOf = (day: string) => byDay.get(day)?.usd ?? 0
  const shareOfToday = (nowMs - today) / DAY_MS
  const known = await knownCostDays(
    context.store.pool,
    sql`d.account_id = ${head.account_id} AND d.region = ${head.region}`,
    dateOf(today - HISTORY_DAYS * DAY_MS),
  )
  const range = { fromMs: today - HISTORY_DAYS * DAY_MS, toMs: nowMs }
  const filled = fillDays(
    rows.map(({ day, usd }) => ({ day, usd: usd ?? 0 })),
    rows.length > 0 ? known : new Set(),
    range,
    (day) => ({ day, usd: 0 }),
  )
  const filledDays = new Set(filled.map(({ day }) => day))
  const month = estimateMonth(filled, nowMs)
  return {
    last24hUsd: isKnown ? usdOf(dayText(today)) + usdOf(dayText(today - DAY_MS)) * (1 - shareOfToday) : null,
    last30dUsd: isKnown ? total((row) => row.usd) : null,
    knownDays: shown.length,
    month: isKnown ? { toDateUsd: month.toDateUsd, forecast: month.forecast } : null,
    gap,
    requests: total((row) => row.requests),
    armSavingUsd: isKnown ? total((row) => row.armSaving) : null,
    errorsUsd: isKnown ? total((row) => row.errors) : null,
    unusedUsd: isKnown && shown.every((row) => row.unused !== null) ? total((row) => row.unused) : null,
    days: Array.from({ length: SHOWN_DAYS }, (_, i) => {
      const day = dayText(today - (SHOWN_DAYS - 1 - i) * DAY_MS)
      const row = byDay.get(day)
      return { day, usd: row ? row.usd : filledDays.has(day) ? 0 : null }
    }),
  }
}
