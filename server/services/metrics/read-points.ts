import type { Pool } from 'pg'
import { finerPeriod, type StoredPoint } from '#server/domain/metrics/merge-points.ts'
import { queryRows, sql } from '#server/store/sql.ts'

type Row = { id: number; period: number; at: number; value: number }
type Packed = { id: number; at: number; sum: number; low: number; high: number; count: number; stat: string }

/**
 * Points of the series over the range: those of the periods given one by one, and those of the period next shorter than
 * all of them brought together by the database, so that a month of five minutes is answered with hours.
 */
export async function readPoints(
  pool: Pool,
  ids: number[],
  periods: readonly number[],
  fromMs: number,
  toMs: number,
): Promise<(StoredPoint & { id: number })[]> {
  if (ids.length === 0) return []
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const finest = Math.min(...periods)
  const finer = finerPeriod(finest)
  const [rows, packed] = await Promise.all([
    queryRows<Row>(
      pool,
      sql`SELECT series_id AS id, period_seconds AS period, (date_part('epoch', at) * 1000)::float8 AS at, value FROM metric_point
        WHERE series_id = ANY(${ids}::int[]) AND period_seconds = ANY(${[...periods]}::int[]) AND at >= ${from} AND at < ${to}`,
    ),
    finer === null
      ? []
      : queryRows<Packed>(
          pool,
          sql`SELECT p.id, s.stat, (date_part('epoch', p.bin) * 1000)::float8 AS at, p.sum, p.low, p.high, p.count
            FROM (SELECT series_id AS id, date_bin(make_interval(secs => ${finest}), at, '2000-01-01Z') AS bin,
                sum(value) AS sum, min(value) AS low, max(value) AS high, count(*)::int AS count
              FROM metric_point WHERE series_id = ANY(${ids}::int[]) AND period_seconds = ${finer} AND at >= ${from} AND at < ${to}
              GROUP BY 1, 2) p JOIN metric_series s ON s.id = p.id`,
        ),
  ])
  return [
    ...rows.map(({ id, period, at, value }) => ({ id, atMs: at, periodSeconds: period, value })),
    ...packed.map(({ id, at, stat, sum, low, high, count }) => ({
      id,
      atMs: at,
      periodSeconds: finer ?? finest,
      value: packedValue(stat, { sum, low, high, count }),
      packed: { low, high, count },
    })),
  ]
}

function packedValue(stat: string, all: { sum: number; low: number; high: number; count: number }): number {
  if (stat === 'Sum' || stat === 'SampleCount') return all.sum
  if (stat === 'Average') return all.sum / all.count
  return stat === 'Minimum' ? all.low : all.high
}
