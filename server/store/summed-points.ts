import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'
import { type Sql, sql } from './sql.ts'

const LONG_MS = 12 * HOUR_MS
const DAYS_FROM_MS = 60 * HOUR_MS

const between = (period: number, from: Sql, to: Sql) =>
  sql`SELECT at, value FROM metric_point WHERE series_id = s.id AND period_seconds = ${period} AND at >= ${from} AND at < ${to}`

/** End of the last point of this period in the range, or its start when there is none. */
const endOf = (period: number, from: Sql, to: Sql) =>
  sql`coalesce((SELECT max(at) + make_interval(secs => ${period}) FROM metric_point WHERE series_id = s.id AND period_seconds = ${period} AND at >= ${from} AND at < ${to}), ${from})`

const time = (ms: number) => sql`${new Date(ms)}::timestamptz`

/** Points of five minutes from `from` on; then, where minutes are kept, those that have not been rolled up yet. */
function fine(from: Sql, to: Sql, minutes: boolean): Sql {
  if (!minutes) return between(300, from, to)
  return sql`${between(300, from, to)} UNION ALL SELECT * FROM (${between(60, endOf(300, from, to), to)}) minute`
}

export type SummedPointsOptions = {
  fromMs: number
  toMs: number
  nowMs: number
  /** Whole days may come from daily points (UTC). */
  days?: boolean
  /** Whether there are points of one minute: the account's own series have them. */
  minutes?: boolean
  /** Nothing coarser than this, where a chart needs it. */
  coarsestSeconds?: 300 | 3600
}

/**
 * A lateral item `p(at, value)` for a row `s` with a series id: each moment of the range once, from the coarsest points that
 * lie wholly inside it, and from finer ones where the coarser have not been rolled up yet. For totals and maxima.
 */
export function summedPoints(options: SummedPointsOptions): Sql {
  const { fromMs, toMs, nowMs, days = false, minutes = false, coarsestSeconds } = options
  const [from, to] = [time(fromMs), time(toMs)]
  if (coarsestSeconds === 300) return sql`LATERAL (${fine(from, to, minutes)}) p`
  if (toMs - fromMs <= LONG_MS && coarsestSeconds !== 3600) {
    return sql`LATERAL (${fine(from, to, minutes)} UNION ALL SELECT * FROM (${between(3600, from, to)}) hour
      WHERE NOT EXISTS (${between(300, from, to)})) p`
  }
  const hoursEnd = time(floorTo(Math.min(toMs, nowMs), HOUR_MS))
  if (!days || toMs - fromMs < DAYS_FROM_MS) {
    return sql`LATERAL (SELECT ${endOf(3600, from, hoursEnd)} AS hi) h,
      LATERAL (${between(3600, from, hoursEnd)} UNION ALL SELECT * FROM (${fine(sql`h.hi`, to, minutes)}) tail) p`
  }
  const daysFrom = time(floorTo(fromMs + DAY_MS - 1, DAY_MS))
  const daysTo = time(floorTo(Math.min(toMs, nowMs), DAY_MS))
  return sql`LATERAL (SELECT min(at) AS lo, max(at) + interval '1 day' AS hi FROM (${between(86400, daysFrom, daysTo)}) d) d,
    LATERAL (SELECT ${endOf(3600, sql`coalesce(d.hi, ${from})`, hoursEnd)} AS hi) h,
    LATERAL (${between(86400, daysFrom, daysTo)}
      UNION ALL ${between(3600, from, sql`least(d.lo, ${hoursEnd})`)}
      UNION ALL SELECT * FROM (${between(3600, sql`d.hi`, hoursEnd)}) later
      UNION ALL SELECT * FROM (${fine(sql`h.hi`, to, minutes)}) tail) p`
}
