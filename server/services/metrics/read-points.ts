import type { Pool } from 'pg'
import { finerPeriod, type StoredPoint } from '#server/domain/metrics/merge-points.ts'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { queryRows, sql } from '#server/store/sql.ts'

type Arrays<K extends string> = { id: number; period: number } & Record<K, string>

/** The numbers of an array as Postgres writes it: thousands of rows of few numbers take several times as long to read. */
const numbersOf = (text: string): number[] => JSON.parse(`[${text.slice(1, -1)}]`) as number[]

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
      : queryRows<Arrays<'at' | 'sum' | 'low' | 'high' | 'count'>>(
          pool,
          sql`SELECT id, ${finer}::int AS period, array_agg(at)::text AS at, array_agg(sum)::text AS sum, array_agg(low)::text AS low,
              array_agg(high)::text AS high, array_agg(count)::text AS count
            FROM (SELECT series_id AS id, date_part('epoch', date_bin(make_interval(secs => ${finest}), at, '2000-01-01Z'))::int AS at,
                sum(value) AS sum, min(value) AS low, max(value) AS high, count(*) AS count
              FROM metric_point WHERE series_id = ANY(${[...some]}::int[]) AND period_seconds = ${finer} AND at >= ${since} AND at < ${to}
              GROUP BY 1, 2) p GROUP BY 1`,
        )
  const whole = new Set(wholeIds)
  const [rows, ...packed] = await Promise.all([
    queryRows<Arrays<'at' | 'value'>>(
      pool,
      sql`SELECT series_id AS id, period_seconds AS period, array_agg(date_part('epoch', at)::int)::text AS at, array_agg(value)::text AS value
        FROM metric_point WHERE series_id = ANY(${ids}::int[]) AND period_seconds = ANY(${[...periods]}::int[]) AND at >= ${from} AND at < ${to}
        GROUP BY 1, 2`,
    ),
    packedOf(wholeIds, from),
    packedOf(
      ids.filter((id) => !whole.has(id)),
      tail,
    ),
  ])
  const statOf = new Map(series.map(({ id, stat }) => [id, stat]))
  const points: (StoredPoint & { id: number })[] = []
  for (const { id, period, ...row } of rows) {
    const values = numbersOf(row.value)
    for (const [i, at] of numbersOf(row.at).entries())
      points.push({ id, atMs: at * 1000, periodSeconds: period, value: values[i] ?? 0 })
  }
  for (const { id, period, ...row } of packed.flat()) {
    const of = { sum: numbersOf(row.sum), low: numbersOf(row.low), high: numbersOf(row.high) }
    const counts = numbersOf(row.count)
    for (const [i, at] of numbersOf(row.at).entries()) {
      const [low, high, count] = [of.low[i] ?? 0, of.high[i] ?? 0, counts[i] ?? 0]
      const value = packedValue(statOf.get(id), { sum: of.sum[i] ?? 0, low, high, count })
      points.push({ id, atMs: at * 1000, periodSeconds: period, value, packed: { low, high, count } })
    }
  }
  return points
}

function packedValue(
  stat: string | undefined,
  all: { sum: number; low: number; high: number; count: number },
): number {
  if (stat === 'Sum' || stat === 'SampleCount') return all.sum
  if (stat === 'Average') return all.sum / all.count
  return stat === 'Minimum' ? all.low : all.high
}
