import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { polledUntil } from '#server/store/polled-until.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { summedPoints } from '#server/store/summed-points.ts'

const MAX_BUCKETS = 48

export type Tally = { total: number | null; max: number | null; spark: (number | null)[] }
export type FunctionTallies = Record<'Invocations' | 'Errors' | 'Throttles' | 'Timeouts' | 'Duration', Tally>

/** Those with a sparkline. */
const SPARKED = sql`ms.metric IN ('Invocations', 'Errors')`
const SERIES = sql`((ms.namespace = 'AWS/Lambda' AND ((ms.metric IN ('Invocations', 'Errors', 'Throttles') AND ms.stat = 'Sum')
  OR (ms.metric = 'Duration' AND ms.stat = 'Maximum'))) OR (ms.namespace = 'Sightline' AND ms.metric = 'Timeouts' AND ms.stat = 'Sum'))`

function seriesOf(ids: number[], only = sql`TRUE`): Sql {
  return sql`SELECT ms.id, f.id AS function_id, ms.metric, greatest(ms.last_point_at, ${polledUntil}) AS last_point_at,
    f.first_seen_at FROM resource f JOIN metric_series ms
    ON ms.account_id = f.account_id AND ms.region = f.region AND ms.dimension = f.name
    WHERE f.id = ANY(${ids}::int[]) AND ${SERIES} AND ${only}`
}

type Metric = keyof FunctionTallies
type SeriesRow = { function_id: number; metric: Metric; last_point_at: Date | null; first_seen_at: Date }
type PointRow = { function_id: number; metric: Metric; bucket: number | null; sum: number; max: number }

/** Points are fetched from so long before a function was first seen, and never from before that. */
const FETCHED_BEFORE_MS = 14 * DAY_MS

/** From this range on a sparkline has a bucket a day. */
const DAILY_FROM_MS = 10 * DAY_MS

/** Length of a sparkline's bucket for the range: at most 48 of them, whole days, hours or five minutes. */
export function sparkBucketMs(fromMs: number, toMs: number): number {
  if (toMs - fromMs >= DAILY_FROM_MS) return Math.ceil((toMs - fromMs) / MAX_BUCKETS / DAY_MS) * DAY_MS
  const grid = toMs - fromMs > 12 * HOUR_MS ? HOUR_MS : 5 * MINUTE_MS
  return Math.ceil((toMs - fromMs) / MAX_BUCKETS / grid) * grid
}

const UNKNOWN: Tally = { total: null, max: null, spark: [] }

/** Totals and sparklines of functions by resource id. What was never polled in the range is null, not zero. */
export async function functionTallies(
  { store, clock }: Context,
  scope: Scope,
  ids: number[],
): Promise<Map<number, FunctionTallies>> {
  const { fromMs, toMs } = scope
  const bucketMs = sparkBucketMs(fromMs, toMs)
  const buckets = Math.ceil((toMs - fromMs) / bucketMs)
  const { pool } = store
  const bucket = sql`floor((date_part('epoch', p.at) * 1000 - ${fromMs}::float8) / ${bucketMs}::float8)::int`
  const sums = (only: Sql, by: Sql, days: boolean) =>
    queryRows<PointRow>(
      pool,
      sql`SELECT s.function_id, s.metric, ${by} AS bucket, sum(p.value) AS sum, max(p.value) AS max
        FROM (${seriesOf(ids, only)}) s, ${summedPoints({ fromMs, toMs, nowMs: clock(), days })} GROUP BY 1, 2, 3`,
    )
  const [series, sparked, totals] = await Promise.all([
    queryRows<SeriesRow>(pool, seriesOf(ids)),
    sums(SPARKED, bucket, toMs - fromMs >= DAILY_FROM_MS),
    sums(sql`NOT ${SPARKED}`, sql`NULL::int`, true),
  ])
  const points = [...sparked, ...totals]
  const polled = new Map<number, number>()
  for (const { function_id, last_point_at } of series) {
    polled.set(function_id, Math.max(polled.get(function_id) ?? 0, last_point_at?.getTime() ?? 0))
  }
  const tallies = new Map<number, FunctionTallies>()
  for (const id of ids) {
    tallies.set(id, {
      Invocations: UNKNOWN,
      Errors: UNKNOWN,
      Throttles: UNKNOWN,
      Timeouts: UNKNOWN,
      Duration: UNKNOWN,
    })
  }
  for (const { function_id, metric, first_seen_at } of series) {
    const untilMs = polled.get(function_id) ?? 0
    const sinceMs = first_seen_at.getTime() - FETCHED_BEFORE_MS
    const tally = tallies.get(function_id)
    if (!tally || untilMs < fromMs || sinceMs >= toMs) continue
    const spark = Array.from({ length: buckets }, (_, i) => {
      const startMs = fromMs + i * bucketMs
      return startMs <= untilMs && startMs + bucketMs > sinceMs ? 0 : null
    })
    tally[metric] = { total: 0, max: null, spark }
  }
  for (const { function_id, metric, bucket, sum, max } of points) {
    const tally = tallies.get(function_id)?.[metric]
    if (!tally || tally === UNKNOWN) continue
    tally.total = (tally.total ?? 0) + sum
    tally.max = Math.max(tally.max ?? Number.NEGATIVE_INFINITY, max)
    if (bucket !== null) tally.spark[Math.min(bucket, buckets - 1)] = sum
  }
  for (const tally of tallies.values()) {
    // Timeouts are worked out from errors: where there were no errors there is no such series.
    if (tally.Timeouts === UNKNOWN && tally.Errors.total === 0) tally.Timeouts = { ...tally.Errors }
  }
  return tallies
}
