import type { Pool } from 'pg'
import { finerPeriod, type StoredPoint } from '#server/domain/metrics/merge-points.ts'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { queryRows, sql } from '#server/store/sql.ts'

type Row = { id: number; period: number; at: number; value: number }
type Packed = { id: number; at: number; sum: number; low: number; high: number; count: number }

/** Shorter periods than the chart's are needed of this time alone: what is older has been rolled up. */
const TAIL_MS = 2 * DAY_MS

export type Wanted = {
  series: readonly { id: number; stat: Stat }[]
  /** Of these of them the shorter periods of the whole range are wanted. */
  wholeIds: readonly number[]
  /** Periods of which the points are wanted one by one. */
  periods: readonly number[]
  fromMs: number
  toMs: number
}

/**
 * Points of the series over the range: those of the periods given one by one, and those of the period next shorter than
 * all of them brought together by the database, so that a month of five minutes is answered with hours.
 */
export async function readPoints(pool: Pool, wanted: Wanted): Promise<(StoredPoint & { id: number })[]> {
  const { series, wholeIds, periods } = wanted
  const ids = series.map(({ id }) => id)
  if (ids.length === 0) return []
  const [from, to] = [new Date(wanted.fromMs), new Date(wanted.toMs)]
  const tail = new Date(Math.max(wanted.fromMs, wanted.toMs - TAIL_MS))
  const finest = Math.min(...periods)
  const finer = finerPeriod(finest)
  const packedOf = (some: readonly number[], since: Date) =>
    some.length === 0 || finer === null
      ? []
      : queryRows<Packed>(
          pool,
          sql`SELECT series_id AS id, (date_part('epoch', date_bin(make_interval(secs => ${finest}), at, '2000-01-01Z')) * 1000)::float8 AS at,
              sum(value) AS sum, min(value) AS low, max(value) AS high, count(*)::int AS count
            FROM metric_point WHERE series_id = ANY(${[...some]}::int[]) AND period_seconds = ${finer} AND at >= ${since} AND at < ${to}
            GROUP BY 1, 2`,
        )
  const whole = new Set(wholeIds)
  const [rows, ...packed] = await Promise.all([
    queryRows<Row>(
      pool,
      sql`SELECT series_id AS id, period_seconds AS period, (date_part('epoch', at) * 1000)::float8 AS at, value FROM metric_point
        WHERE series_id = ANY(${ids}::int[]) AND period_seconds = ANY(${[...periods]}::int[]) AND at >= ${from} AND at < ${to}`,
    ),
    packedOf(wholeIds, from),
    packedOf(
      ids.filter((id) => !whole.has(id)),
      tail,
    ),
  ])
  const statOf = new Map(series.map(({ id, stat }) => [id, stat]))
  return [
    ...rows.map(({ id, period, at, value }) => ({ id, atMs: at, periodSeconds: period, value })),
    ...packed.flat().map(({ id, at, sum, low, high, count }) => ({
      id,
      atMs: at,
      periodSeconds: finer ?? finest,
      value: packedValue(statOf.get(id), { sum, low, high, count }),
      packed: { low, high, count },
    })),
  ]
}

function packedValue(
  stat: string | undefined,
  all: { sum: number; low: number; high: number; count: number },
): number {
  if (stat === 'Sum' || stat === 'SampleCount') return all.sum
  if (stat === 'Average') return all.sum / all.count
  return stat === 'Minimum' ? all.low : all.high
}
