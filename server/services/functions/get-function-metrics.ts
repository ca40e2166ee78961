import { valueOr } from '#server/domain/field.ts'
import { bandOnGrid } from '#server/domain/metrics/band-on-grid.ts'
import type { ChartPoint } from '#server/domain/metrics/merge-points.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { readAnomalies, readLearning } from '#server/services/metrics/read-anomalies.ts'
import { readBands } from '#server/services/metrics/read-bands.ts'
import {
  type Chart,
  type ChartSeries,
  readChart,
  type SeriesRow,
} from '#server/services/metrics/read-series.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { findFunction } from './get-function.ts'
import { MAX_MARKS, readMarks } from './marks.ts'
import type { FunctionMetrics, FunctionMetricsQuery } from './metrics.schema.ts'
import { readLimits } from './read-limits.ts'

const WEEK_MS = 7 * DAY_MS

type Step = { from_ms: number; timeout_ms: number }

/** Whose hours hide when they came and are looked at for that; a maximum hides nothing. */
const BURSTY = ['Invocations', 'Errors', 'Throttles', 'AsyncEventsReceived']
const hidesBursts = ({ stat, metric }: SeriesRow) => stat === 'Sum' && BURSTY.includes(metric)

/** A week earlier on the grid of now: where only hours are kept, a sum is at the hour's pace. */
function weekBefore(one: ChartSeries, before: Chart, periodSeconds: number): ChartPoint[] {
  const own = new Map(before.series.find(({ id }) => id === one.id)?.points)
  const share = one.stat === 'Sum' ? periodSeconds / before.periodSeconds : 1
  return one.points.map(([at]) => {
    const value = own.get(floorTo(at - WEEK_MS, before.periodSeconds * 1000)) ?? null
    return [at, value === null ? null : value * share]
  })
}

/** Charts of one function over the range, with the timeout that was in force and what happened meanwhile. @throws NotFoundError */
export async function getFunctionMetrics(
  context: Context,
  input: { id: number } & FunctionMetricsQuery,
): Promise<FunctionMetrics> {
  authorise(context, 'viewer')
  const { fromMs, toMs } = resolveScope(context, input)
  const head = await findFunction(context, input.id)
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const own = sql`ms.account_id = ${head.account_id} AND ms.region = ${head.region} AND ms.dimension = ${head.name} AND ms.namespace IN ('AWS/Lambda', 'Sightline')`
  const [chart, before, steps, marks, limits] = await Promise.all([
    readChart(context, own, fromMs, toMs, { withExtremes: hidesBursts }),
    input.compare === 'week' ? readChart(context, own, fromMs - WEEK_MS, toMs - WEEK_MS) : null,
    queryRows<Step>(
      context.store.pool,
      sql`SELECT (extract(epoch FROM greatest(valid_from, ${from}::timestamptz)) * 1000)::float8 AS from_ms, (record->'timeoutSeconds'->>'value')::float8 * 1000 AS timeout_ms
        FROM resource_version WHERE resource_id = ${head.id} AND valid_from < ${to} AND (valid_to IS NULL OR valid_to > ${from})
          AND record->'timeoutSeconds'->>'state' = 'known' ORDER BY valid_from LIMIT 500`,
    ),
    readMarks(
      context,
      sql`e.function_name = ${head.name} AND e.account_id = ${head.account_id} AND e.region = ${head.region} AND e.event_time >= ${from} AND e.event_time < ${to}`,
      sql`al.resource_id = ${head.id} AND al.started_at >= ${from} AND al.started_at < ${to}`,
    ),
    readLimits(context, head),
  ])
  const ids = chart.series.map(({ id }) => id)
  const [bands, anomalies, learning] = await Promise.all([
    readBands(context, ids, fromMs, toMs),
    readAnomalies(context, ids, fromMs, toMs),
    readLearning(context, ids),
  ])
  const changes = marks.filter(({ kind }) => kind !== 'alert')
  const reserved = valueOr<number | null>(head.record.reservedConcurrency, null)
  const grid = { periodSeconds: chart.periodSeconds, fromMs, toMs }
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    periodSeconds: chart.periodSeconds,
    extremesSeconds: chart.extremesSeconds,
    polledUntil: chart.polledUntilMs === null ? null : new Date(chart.polledUntilMs).toISOString(),
    series: chart.series.map((one) => ({
      metric: one.metric,
      stat: one.stat,
      unit: one.unit,
      points: one.points,
      extremes: one.extremes,
      band: bandOnGrid(one.stat, bands.get(one.id) ?? [], grid),
      previous: before && weekBefore(one, before, chart.periodSeconds),
    })),
    anomalies,
    learning,
    timeoutMs: steps
      .filter((step, i) => step.timeout_ms !== steps[i - 1]?.timeout_ms)
      .map((step) => [step.from_ms, step.timeout_ms]),
    concurrencyLimit: reserved ?? limits.unreserved ?? limits.account,
    marks,
    marksFrom: changes.length >= MAX_MARKS ? (changes[0]?.at ?? null) : null,
  }
}
