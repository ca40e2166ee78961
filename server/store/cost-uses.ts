import type { Pool } from 'pg'
import type { PeriodUse } from '#server/domain/money/day-cost.ts'
import { DAY_MS, SECOND_MS } from '#server/domain/time.ts'
import { queryRows, type Sql, sql } from './sql.ts'
import { summedPoints } from './summed-points.ts'

/** A function's use of a period; the id is that of the series of its invocations. */
export type FunctionUse = PeriodUse & { seriesId: number; region: string; name: string }

type Row = {
  seriesId: number
  region: string
  name: string
  at: number
  seconds: number
  requests: number | null
  durationMs: number | null
  errors: number | null
  timeouts: number | null
  received: number | null
}

type Names = { regions: string[]; names: string[] }

/** The series of an account's functions that its costs are worked out of, with the id of each one's invocations. */
function seriesOf(accountId: string, sinceMs: number, names: Names, isIn: boolean): Sql {
  const chosen = sql`(ms.region, ms.dimension) IN (SELECT * FROM unnest(${names.regions}::text[], ${names.names}::text[]))`
  const where = isIn ? chosen : names.names.length === 0 ? sql`TRUE` : sql`NOT ${chosen}`
  return sql`SELECT ms.id, i.id AS first_id, ms.region, ms.dimension, ms.metric FROM metric_series ms
    JOIN metric_series i ON i.account_id = ms.account_id AND i.region = ms.region AND i.dimension = ms.dimension
      AND i.namespace = 'AWS/Lambda' AND i.metric = 'Invocations' AND i.stat = 'Sum'
    WHERE ms.account_id = ${accountId} AND ms.dimension <> '' AND ms.stat = 'Sum' AND ms.last_point_at >= ${new Date(sinceMs)}
      AND (ms.namespace = 'AWS/Lambda' AND ms.metric IN ('Invocations', 'Duration', 'Errors', 'AsyncEventsReceived')
        OR ms.namespace = 'Sightline' AND ms.metric = 'Timeouts') AND ${where}`
}

const of = (metric: string) => sql`sum(p.value) FILTER (WHERE s.metric = ${metric})`
const SUMS = sql`${of('Invocations')} AS requests, ${of('Duration')} AS "durationMs", ${of('Errors')} AS errors,
  ${of('Timeouts')} AS timeouts, ${of('AsyncEventsReceived')} AS received`

function toUse({ at, seconds, ...row }: Row): FunctionUse {
  return {
    ...row,
    fromMs: at,
    toMs: at + seconds * SECOND_MS,
    requests: Math.max(0, row.requests ?? 0),
    durationMs: Math.max(0, row.durationMs ?? 0),
    errors: Math.max(0, row.errors ?? 0),
    timeouts: Math.max(0, row.timeouts ?? 0),
  }
}

type Span = { fromMs: number; toMs: number; nowMs: number }

/** What an account's functions did by UTC day, but for the named ones. `fromMs` begins a day. */
export async function usesByDay(
  pool: Pool,
  accountId: string,
  span: Span,
  but: Names,
): Promise<FunctionUse[]> {
  const rows = await queryRows<Row>(
    pool,
    sql`SELECT s.first_id AS "seriesId", s.region, s.dimension AS name,
        (floor(extract(epoch FROM p.at) / 86400) * ${DAY_MS})::float8 AS at, 86400 AS seconds, ${SUMS}
      FROM (${seriesOf(accountId, span.fromMs, but, false)}) s, ${summedPoints({ ...span, days: true, minutes: true })}
      GROUP BY 1, 2, 3, 4`,
  )
  return rows.map(toUse)
}

/** The same for the named ones alone and in the shortest periods that are kept: where the price changes within a day. */
export async function usesByPeriod(
  pool: Pool,
  accountId: string,
  { fromMs, toMs }: Span,
  only: Names,
): Promise<FunctionUse[]> {
  if (only.names.length === 0) return []
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const rows = await queryRows<Row>(
    pool,
    sql`WITH s AS (${seriesOf(accountId, fromMs, only, true)}),
      fine AS (SELECT s.*, p.at, 300 AS seconds, p.value FROM s JOIN metric_point p ON p.series_id = s.id
        AND p.period_seconds = 300 AND p.at >= ${from} AND p.at < ${to}),
      coarse AS (SELECT s.*, p.at, 3600 AS seconds, p.value FROM s JOIN metric_point p ON p.series_id = s.id
        AND p.period_seconds = 3600 AND p.at >= ${from} AND p.at < ${to}
        WHERE NOT EXISTS (SELECT FROM metric_point f WHERE f.series_id = s.id AND f.period_seconds = 300
          AND f.at >= p.at AND f.at < p.at + interval '1 hour'))
      SELECT s.first_id AS "seriesId", s.region, s.dimension AS name, (extract(epoch FROM s.at) * 1000)::float8 AS at, s.seconds,
        ${SUMS} FROM (SELECT * FROM fine UNION ALL SELECT * FROM coarse) s, LATERAL (SELECT s.value) p
      GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 4`,
  )
  return rows.map(toUse)
}

/** Pieces of a range, long enough that whole days come from daily points, short enough to be held in memory. */
export function pieces(fromMs: number, toMs: number, days = 4): { fromMs: number; toMs: number }[] {
  const found: { fromMs: number; toMs: number }[] = []
  for (let at = fromMs; at < toMs; at += days * DAY_MS)
    found.push({ fromMs: at, toMs: Math.min(at + days * DAY_MS, toMs) })
  return found
}
