import type { ChartPoint } from '#server/domain/metrics/merge-points.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { functionsPolledUntil } from '#server/store/polled-until.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { summedPoints } from '#server/store/summed-points.ts'
import { seriesInScope } from './invocations.ts'
import type { Overview } from './schema.ts'

type Metric = 'Invocations' | 'Errors' | 'Throttles' | 'Timeouts'
type Cell = { metric: Metric; at_ms: number; value: number }

const FINE_MS = 26 * HOUR_MS

/** Five minutes where there are such points from the start of the range on, else an hour. */
async function periodOf({ store }: Context, scope: Scope): Promise<300 | 3600> {
  if (scope.toMs - scope.fromMs > FINE_MS) return 3600
  const { series } = seriesInScope(scope)
  const from = new Date(scope.fromMs)
  const [row] = await queryRows<{ fine: boolean }>(
    store.pool,
    sql`SELECT EXISTS (SELECT 1 FROM metric_series ms JOIN metric_point p ON p.series_id = ms.id AND p.period_seconds = 300
        AND p.at >= ${from} AND p.at < ${new Date(scope.fromMs + 2 * HOUR_MS)} WHERE ms.metric = 'Invocations' AND ${series})
      OR NOT EXISTS (SELECT 1 FROM metric_series ms JOIN metric_point p ON p.series_id = ms.id AND p.period_seconds = 3600
        AND p.at >= ${from} AND p.at < ${new Date(scope.toMs)} WHERE ms.metric = 'Invocations' AND ${series}) AS fine`,
  )
  return row?.fine ? 300 : 3600
}

function cells(
  context: Context,
  scope: Scope,
  period: 300 | 3600,
  series: Sql,
  minutes: boolean,
): Promise<Cell[]> {
  return queryRows<Cell>(
    context.store.pool,
    sql`SELECT s.metric, (floor(date_part('epoch', p.at) / ${period}) * ${period} * 1000)::float8 AS at_ms, sum(p.value) AS value
      FROM (SELECT ms.id, ms.metric FROM metric_series ms WHERE ms.stat = 'Sum' AND ${series}) s,
      ${summedPoints({ ...scope, nowMs: context.clock(), minutes, coarsestSeconds: period })} GROUP BY 1, 2`,
  )
}

/** Invocations, throttles, timeouts and other errors of the scope. Cells that were polled and had nothing are 0, cells after the last poll null. */
export async function errorChart(context: Context, scope: Scope): Promise<Overview['errors']> {
  const { series, minutes } = seriesInScope(scope)
  const period = await periodOf(context, scope)
  const lambda = sql`ms.namespace = 'AWS/Lambda' AND ms.metric IN ('Invocations', 'Errors', 'Throttles') AND ${series}`
  const [whole, own, [polled]] = await Promise.all([
    cells(context, scope, period, lambda, minutes),
    cells(
      context,
      scope,
      period,
      sql`ms.namespace = 'Sightline' AND ms.metric = 'Timeouts' AND ${series}`,
      false,
    ),
    queryRows<{ at: Date | null; told_apart: Date | null }>(
      context.store.pool,
      sql`SELECT max(ms.last_point_at) AS at, min(${functionsPolledUntil}) AS told_apart FROM metric_series ms WHERE ms.namespace = 'AWS/Lambda' AND ms.metric = 'Invocations' AND ${series}`,
    ),
  ])
  const byMetric = Map.groupBy([...whole, ...own], (cell) => cell.metric)
  const cellsOf = (metric: Metric) => new Map(byMetric.get(metric)?.map((cell) => [cell.at_ms, cell.value]))
  const values = {
    Invocations: cellsOf('Invocations'),
    Errors: cellsOf('Errors'),
    Throttles: cellsOf('Throttles'),
    Timeouts: cellsOf('Timeouts'),
  }
  const firstMs = [...whole].reduce((least, cell) => Math.min(least, cell.at_ms), Number.POSITIVE_INFINITY)
  const untilMs = polled?.at?.getTime() ?? 0
  const stepMs = period * 1000
  const times: number[] = []
  for (let atMs = Math.floor(scope.fromMs / stepMs) * stepMs; atMs < scope.toMs; atMs += stepMs)
    times.push(atMs)
  // Functions are polled less often than the account: before that nobody can tell timeouts from other errors.
  const apartMs = polled?.told_apart ? polled.told_apart.getTime() - stepMs : untilMs
  const line = (metric: Metric, less?: Metric) =>
    times.map((atMs): ChartPoint => {
      const lastMs = less || metric === 'Timeouts' ? Math.min(untilMs, apartMs) : untilMs
      if (atMs < firstMs || atMs > lastMs) return [atMs, null]
      const value = values[metric].get(atMs) ?? 0
      return [atMs, less ? Math.max(0, value - (values[less].get(atMs) ?? 0)) : value]
    })
  return {
    periodSeconds: period,
    timeouts: line('Timeouts'),
    other: line('Errors', 'Timeouts'),
    throttles: line('Throttles'),
    invocations: line('Invocations'),
  }
}
