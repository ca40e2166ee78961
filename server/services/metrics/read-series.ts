import {
  type ChartPoint,
  choosePeriod,
  MAX_CHART_POINTS,
  mergePoints,
  type StoredPoint,
} from '#server/domain/metrics/merge-points.ts'
import { PERIODS_SECONDS, type Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'

export type SeriesRow = {
  id: number
  account_id: string
  region: string
  metric: string
  stat: Stat
  dimension: string
  unit: string
  last_point_at: Date | null
}

export type ChartSeries = SeriesRow & { points: ChartPoint[] }
export type Chart = { periodSeconds: number; polledUntilMs: number | null; series: ChartSeries[] }

/** Points arrive this late: an empty period that ended later than that before the poll is not known to be quiet. */
const SETTLE_MS = 3 * MINUTE_MS

/** Finer points than the chart's own are read of the last two days only: older ones have been rolled up. */
function pointsOf(ids: number[], periods: readonly number[], fromMs: number, toMs: number): Sql {
  const tailMs = Math.max(fromMs, toMs - 2 * DAY_MS)
  return sql`SELECT series_id, period_seconds, (date_part('epoch', at) * 1000)::float8 AS at_ms, value FROM metric_point
    WHERE series_id = ANY(${ids}::int[]) AND period_seconds = ANY(${periods}::int[]) AND at < ${new Date(toMs)}
      AND at >= CASE WHEN period_seconds >= ${(toMs - fromMs) / 1000 / MAX_CHART_POINTS}::float8 THEN ${new Date(fromMs)}::timestamptz ELSE ${new Date(tailMs)}::timestamptz END`
}

/** When the functions of an account and region were last polled, quiet ones too. */
export const functionsPolledUntil = sql`(SELECT (cursor->>'functionsUntil')::timestamptz FROM collector_cursor
  WHERE collector = 'poll-metrics' AND account_id = ms.account_id AND region = ms.region)`

/** Series that fit `where` (on metric_series ms), on one even grid of at most 1,000 points. */
export async function readChart(
  { store }: Context,
  where: Sql,
  fromMs: number,
  toMs: number,
): Promise<Chart> {
  const series = await queryRows<SeriesRow>(
    store.pool,
    sql`SELECT ms.id, ms.account_id, ms.region, ms.metric, ms.stat, ms.dimension, ms.unit, greatest(ms.last_point_at, ${functionsPolledUntil}) AS last_point_at
      FROM metric_series ms WHERE ${where} ORDER BY ms.metric, ms.stat, ms.id`,
  )
  const finest = (toMs - fromMs) / 1000 / MAX_CHART_POINTS
  const fitting = PERIODS_SECONDS.filter((period) => period >= finest && period >= 60)
  const periods = PERIODS_SECONDS.filter((period) => period <= 3600 || period === fitting[0]).filter(
    (period) => period >= finest / 12 || period >= 300,
  )
  const rows = await queryRows<{ series_id: number; period_seconds: number; at_ms: number; value: number }>(
    store.pool,
    pointsOf(
      series.map((one) => one.id),
      periods,
      fromMs,
      toMs,
    ),
  )
  const points = rows.map((row) => ({
    id: row.series_id,
    atMs: row.at_ms,
    periodSeconds: row.period_seconds,
    value: row.value,
  }))
  const periodSeconds = choosePeriod(points, periods, fromMs, toMs)
  const byId = Map.groupBy<number, StoredPoint & { id: number }>(points, (point) => point.id)
  const sinceMs = points.reduce((least, point) => Math.min(least, point.atMs), Number.POSITIVE_INFINITY)
  const untilMs = series.reduce((last, one) => Math.max(last, one.last_point_at?.getTime() ?? 0), 0)
  const settledMs = untilMs - periodSeconds * 1000 - SETTLE_MS
  const polled = untilMs > 0 && Number.isFinite(sinceMs) ? { sinceMs, untilMs: settledMs } : null
  return {
    periodSeconds,
    polledUntilMs: untilMs > 0 ? untilMs : null,
    series: series.map((one) => ({
      ...one,
      points: mergePoints(one.stat, byId.get(one.id) ?? [], { periodSeconds, fromMs, toMs }, polled),
    })),
  }
}
