import { FAILURE_SERIES } from '#server/domain/logs/bin-failures.ts'
import {
  type ChartExtreme,
  type ChartPoint,
  choosePeriod,
  extremesOf,
  finerPeriod,
  MAX_CHART_POINTS,
  mergePoints,
  type StoredPoint,
} from '#server/domain/metrics/merge-points.ts'
import { PERIODS_SECONDS, type Stat } from '#server/domain/metrics/metric.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { polledUntil } from '#server/store/polled-until.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { readPoints } from './read-points.ts'

/** What logs showed is known of the periods that were read: the others are no zeros. */
const READ_NOW_AND_THEN: ReadonlySet<string> = new Set(FAILURE_SERIES)

export type SeriesRow = {
  id: number
  account_id: string
  region: string
  namespace: string
  metric: string
  stat: Stat
  dimension: string
  unit: string
  last_point_at: Date | null
}

/** `extremes` are in the measure of `extremesSeconds`, one for each cell that has points of that period; none unless asked for. */
export type ChartSeries = SeriesRow & { points: ChartPoint[]; extremes: ChartExtreme[] }
export type Chart = {
  periodSeconds: number
  extremesSeconds: number | null
  polledUntilMs: number | null
  series: ChartSeries[]
}

/** Points arrive this late: an empty period that ended later than that before the poll is not known to be quiet. */
const SETTLE_MS = 3 * MINUTE_MS

export type ChartOptions = {
  /** Of which series it is told what a cell hides. */
  withExtremes?: (series: SeriesRow) => boolean
  /** At most so many points a series; 1,000 if not given. */
  maxPoints?: number
}

/**
 * Series that fit `where` (on metric_series ms), on one even grid. A cell has its period's sum
 * or maximum and, of series that `withExtremes` names, the least and the greatest of the next shorter period.
 */
export async function readChart(
  { store }: Context,
  where: Sql,
  fromMs: number,
  toMs: number,
  { withExtremes = () => false, maxPoints = MAX_CHART_POINTS }: ChartOptions = {},
): Promise<Chart> {
  const series = await queryRows<SeriesRow>(
    store.pool,
    sql`SELECT ms.id, ms.account_id, ms.region, ms.namespace, ms.metric, ms.stat, ms.dimension, ms.unit,
        greatest(ms.last_point_at, ${polledUntil}) AS last_point_at
      FROM metric_series ms WHERE ${where} ORDER BY ms.metric, ms.stat, ms.id`,
  )
  const finest = (toMs - fromMs) / 1000 / maxPoints
  const fitting = PERIODS_SECONDS.filter((period) => period >= finest)
  const whole = new Set(series.filter(withExtremes).map(({ id }) => id))
  const points = await readPoints(store.pool, {
    series,
    wholeIds: [...whole],
    periods: fitting,
    fromMs,
    toMs,
  })
  const periodSeconds = choosePeriod(points, fitting, fromMs, toMs, maxPoints)
  const byId = Map.groupBy<number, StoredPoint & { id: number }>(points, (point) => point.id)
  const sinceMs = points.reduce((least, point) => Math.min(least, point.atMs), Number.POSITIVE_INFINITY)
  const untilMs = series.reduce((last, one) => Math.max(last, one.last_point_at?.getTime() ?? 0), 0)
  const polledOf = ({ metric, last_point_at }: SeriesRow) =>
    last_point_at && Number.isFinite(sinceMs) && !READ_NOW_AND_THEN.has(metric)
      ? { sinceMs, untilMs: last_point_at.getTime() - periodSeconds * 1000 - SETTLE_MS }
      : null
  const grid = { periodSeconds, fromMs, toMs }
  return {
    periodSeconds,
    extremesSeconds: finerPeriod(periodSeconds),
    polledUntilMs: untilMs > 0 ? untilMs : null,
    series: series.map((one) => {
      const own = byId.get(one.id) ?? []
      return {
        ...one,
        points: mergePoints(one.stat, own, grid, polledOf(one)),
        extremes: whole.has(one.id) ? extremesOf(one.stat, own, grid, polledOf(one)) : [],
      }
    }),
  }
}
