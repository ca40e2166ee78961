import { type DayCost, estimateMonth } from '#server/domain/money/estimate-month.ts'
import { PRICE_DATE, PRICE_SOURCE, pricesOf } from '#server/domain/money/price-table.ts'
import { freeTierUsd } from '#server/domain/money/tier-share.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { listBudgets, listCostAccounts } from './cost-accounts.ts'
import { type DaySum, daySums, daysOf, groupDays } from './cost-days.ts'
import { type CostMonth, costFunctions, costMonth, dateOf, dayText, isNarrowed } from './cost-scope.ts'
import { costRecords, toCostRows } from './function-costs.ts'
import { reconciliation } from './reconciliation.ts'
import type { CostOverview, CostQuery } from './schema.ts'

const MOVERS = 8

/** What the estimate leaves out, in the words of the page. */
const NOT_COUNTED = [
  'Initialisation that is billed (INIT of managed runtimes), savings plans and other discounts, taxes',
  'CloudWatch Logs and data transfer: their metrics are not polled',
  'Provisioned concurrency of functions of which it could not be read, or not yet',
  'Lambda@Edge, SnapStart’s cache, and versions with another memory size than the function itself',
]

type Waste = CostOverview['waste'] & { functions: number; unread: number; regions: string[] }

async function wasteOf(context: Context, query: CostQuery, month: CostMonth): Promise<Waste | undefined> {
  const [row] = await queryRows<Waste>(
    context.store.pool,
    sql`SELECT coalesce(sum(m.errors_usd), 0) AS "errorsUsd", coalesce(sum(m.timeouts_usd), 0) AS "timeoutsUsd", coalesce(sum(m.retries_usd), 0) AS "retriesUsd",
        coalesce(sum(m.unused_usd), 0) AS "unusedUsd", coalesce(sum(m.arm_saving_usd), 0) AS "armSavingUsd",
        count(*) FILTER (WHERE m.gap IS NOT NULL)::int AS functions, count(*) FILTER (WHERE m.gap IN ('memory', 'architecture'))::int AS unread,
        coalesce(array_agg(DISTINCT f.region) FILTER (WHERE m.gap IN ('region', 'provisioned', 'storage')), '{}') AS regions
      FROM (${costFunctions(context, query)}) f JOIN function_cost_month m ON m.series_id = f.id WHERE m.month = ${dateOf(month.fromMs)}`,
  )
  return row
}

/** What the free tier takes off the known days of the month; `times` as much use in a forecast. */
function freeTier(sums: DaySum[], month: CostMonth, times = 1): number {
  const own = sums.filter(({ day }) => day >= dayText(month.fromMs))
  const total = (of: (sum: DaySum) => number) => own.reduce((all, sum) => all + of(sum), 0) * times
  return freeTierUsd({
    requests: total((sum) => sum.requests),
    requestUsd: total((sum) => sum.requestUsd),
    gbSeconds: total((sum) => sum.gbSeconds),
    computeUsd: total((sum) => sum.computeUsd),
  })
}

async function derivedAt({ store }: Context): Promise<string | null> {
  const [row] = await queryRows<{ at: Date | null }>(
    store.pool,
    sql`SELECT max(updated_at) AS at FROM collector_cursor WHERE collector = 'derive-costs'`,
  )
  return row?.at?.toISOString() ?? null
}

/** What Lambda costs in a month at list prices: by day and group, with forecast, budgets, movers, waste and the bill beside it. */
export async function getCost(context: Context, query: CostQuery): Promise<CostOverview> {
  authorise(context, 'viewer')
  const month = costMonth(context, query.month)
  const isChosen = ({ id }: { id: string }) => !query.accounts?.length || query.accounts.includes(id)
  const accounts = (await listCostAccounts(context)).filter(isChosen)
  const movers = { sort: 'change', order: 'desc', limit: MOVERS, offset: 0 } as const
  const [sums, grouped, records, waste, reconciled, allBudgets, at] = await Promise.all([
    daySums(context, query, month),
    groupDays(context, query, month),
    costRecords(context, query, month, movers),
    wasteOf(context, query, month),
    reconciliation(context, accounts),
    listBudgets(context),
    derivedAt(context),
  ])
  const known = sums.map(({ day, usd }): DayCost => ({ day, usd }))
  const estimate = estimateMonth(known, month.isCurrent ? month.nowMs : month.toMs - 1)
  const isPart = isNarrowed(query) || Boolean(query.regions?.length)
  const isFree = !isPart && accounts.length === 1 && accounts[0]?.freeTier === true
  const free = isFree ? freeTier(sums, month) : 0
  const { toDateUsd } = estimate
  const lessFree = (usd: number) =>
    isFree && toDateUsd > 0 ? usd - freeTier(sums, month, usd / toDateUsd) : usd
  const budgets = allBudgets.filter(({ accountId }) => isChosen({ id: accountId }))
  const ofAccounts = budgets.filter(({ scope }) => scope === 'account')
  const hasAll =
    accounts.length > 0 && accounts.every(({ id }) => ofAccounts.some(({ accountId }) => accountId === id))
  const usdOf = new Map(sums.map(({ day, usd }) => [day, usd]))
  const today = dayText(month.nowMs)
  const perDay = estimate.today.usualUsd
  const { functions = 0, unread = 0, regions = [], ...wasted } = waste ?? {}
  return {
    month: month.month,
    derivedAt: at,
    toDateUsd: estimate.knownFrom === null ? null : toDateUsd - free,
    knownFrom: estimate.knownFrom,
    missingDays: estimate.missingDays,
    forecast:
      month.isCurrent && estimate.forecast
        ? {
            usd: lessFree(estimate.forecast.usd),
            lowUsd: lessFree(estimate.forecast.lowUsd),
            highUsd: lessFree(estimate.forecast.highUsd),
          }
        : null,
    freeTierUsd: free,
    today: month.isCurrent && estimate.knownFrom !== null ? estimate.today : null,
    budgetUsd: hasAll && !isPart ? ofAccounts.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0) : null,
    unpriced: { functions, regions: regions.filter((region) => !pricesOf(region)?.provisioned), unread },
    group: query.group,
    groups: grouped.groups,
    days: daysOf(month).map((day) => ({
      day,
      usd: usdOf.get(day) ?? null,
      byGroup: (usdOf.has(day) ? grouped.byDay.get(day) : undefined) ?? grouped.groups.map(() => 0),
      forecastUsd: month.isCurrent && day > today && estimate.forecast ? perDay : null,
    })),
    movers: (await toCostRows(context, records)).filter(
      (row) => (row.lastWeekUsd ?? 0) > (row.weekBeforeUsd ?? 0),
    ),
    waste: { errorsUsd: 0, timeoutsUsd: 0, retriesUsd: 0, unusedUsd: 0, armSavingUsd: 0, ...wasted },
    reconciliation: reconciled,
    budgets,
    accounts,
    prices: { date: PRICE_DATE, source: PRICE_SOURCE },
    notCounted: NOT_COUNTED,
  }
}
