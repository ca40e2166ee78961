import type { Pool } from 'pg'
import type { PeriodSeconds } from '#server/domain/metrics/metric.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { cellEnd, cellStart, ensurePointPartitions } from '#server/store/partitions.ts'

const PERIODS: [PeriodSeconds, 'week' | 'month' | 'year'][] = [
  [300, 'week'],
  [3600, 'month'],
  [86_400, 'year'],
]
const ANOMALY_EVERY_DAYS = 5
/** Series that are held against what is usual; the time spent in all is only there to be divided. */
const MODELLED = `s.dimension <> '' AND s.namespace = 'AWS/Lambda' AND NOT (s.metric = 'Duration' AND s.stat = 'Sum')`

/**
 * Gives every series of a function all the points of its last `days`: five minutes, hours and days, with a season and a
 * trend of their own, what is usual by hours, and an anomaly now and then. What points there were are gone. Returns how many.
 */
export async function seedManyPoints(pool: Pool, days: number, nowMs: number): Promise<number> {
  const [fromMs, toMs] = [floorTo(nowMs, DAY_MS) - days * DAY_MS, floorTo(nowMs, 300_000)]
  await pool.query('TRUNCATE metric_point')
  let stored = 0
  for (const [period, grid] of PERIODS) {
    await ensurePointPartitions(
      pool,
      period,
      Array.from({ length: days + 1 }, (_, i) => fromMs + i * DAY_MS),
    )
    for (let startMs = cellStart(grid, fromMs); startMs < toMs; startMs = cellEnd(grid, startMs)) {
      const [first, last] = [Math.max(startMs, fromMs), Math.min(cellEnd(grid, startMs), toMs) - 1]
      const { rowCount } = await pool.query(
        `INSERT INTO metric_point_${period} (series_id, period_seconds, at, value)
         SELECT s.id, ${period}, g, round(((s.id % 90 + 10) * CASE WHEN s.stat = 'Sum' THEN ${period} / 300.0 ELSE 1 END
           * (1 + 0.5 * sin(extract(epoch FROM g)::float8 / 13751)) * (0.8 + 0.4 * random()))::numeric, 2)
         FROM metric_series s CROSS JOIN generate_series($1::timestamptz, $2::timestamptz, make_interval(secs => ${period})) g
         WHERE s.dimension <> '' ORDER BY s.id, g`,
        [new Date(first), new Date(last)],
      )
      stored += rowCount ?? 0
    }
  }
  await pool.query(
    `INSERT INTO metric_band (series_id, day, expected, lower, upper)
     SELECT s.id, d::date, array_fill((s.id % 90 + 10)::real, ARRAY[24]), array_fill((s.id % 90 + 10)::real / 2, ARRAY[24]), array_fill((s.id % 90 + 10)::real * 2, ARRAY[24])
     FROM metric_series s CROSS JOIN generate_series($1::timestamptz, $2::timestamptz, interval '1 day') d WHERE ${MODELLED}`,
    [new Date(fromMs), new Date(toMs)],
  )
  await pool.query(
    `INSERT INTO metric_anomaly (series_id, account_id, region, function_name, metric, stat, started_at, last_at, ended_at, peak_at, periods, kind,
       score, value, expected, lower, upper, excess, explanation, settled)
     SELECT s.id, s.account_id, s.region, s.dimension, s.metric, s.stat, at, at + interval '20 minutes', at + interval '25 minutes', at, 5, 'spike',
       0.9, 900, 100, 80, 120, 7, '9 times the usual for Tuesday 14:00', true
     FROM metric_series s CROSS JOIN generate_series($1::timestamptz, $2::timestamptz, interval '${ANOMALY_EVERY_DAYS} days') d
     CROSS JOIN LATERAL (SELECT d + make_interval(hours => s.id % 24) AS at) x WHERE ${MODELLED}`,
    [new Date(fromMs), new Date(toMs)],
  )
  await pool.query('ANALYZE')
  return stored
}
