import type { Points } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import type { Invocation, TriggerKind } from '#server/domain/triggers/trigger.ts'
import { polledUntil } from '#server/store/polled-until.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'

export type Place = { accountId: string; region: string }
type Db = Pick<Store, 'pool'>

const MOST_FUNCTIONS = 80
const LONG_MS = 4 * HOUR_MS

const times = (from: number, to: number) => sql`p.at >= ${new Date(from)} AND p.at < ${new Date(to)}`
const inPlace = (place: Place, alias: Sql) =>
  sql`${alias}.account_id = ${place.accountId} AND ${alias}.region = ${place.region}`

/** The account's own series over a time, by metric. */
export async function accountPoints(
  { pool }: Db,
  place: Place,
  { periodSeconds, fromMs, toMs }: { periodSeconds: number; fromMs: number; toMs: number },
): Promise<(metric: string) => Points> {
  const rows = await queryRows<{ metric: string; points: [number, number][] }>(
    pool,
    sql`SELECT s.metric, json_agg(json_build_array(extract(epoch FROM p.at) * 1000, p.value) ORDER BY p.at) AS points
      FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = ${periodSeconds} AND ${times(fromMs, toMs)}
      WHERE ${inPlace(place, sql`s`)} AND s.dimension = '' AND s.namespace = 'AWS/Lambda'
        AND (s.stat, s.metric) IN (('Maximum', 'ConcurrentExecutions'), ('Maximum', 'UnreservedConcurrentExecutions'), ('Sum', 'Throttles'))
      GROUP BY s.id`,
  )
  const byMetric = new Map(rows.map((row) => [row.metric, row.points]))
  return (metric) => byMetric.get(metric) ?? []
}

export type FunctionFacts = {
  name: string
  id: number | null
  reserved: number | null
  provisioned: number
}

/** Functions with reserved or provisioned concurrency, and those that are named. */
export function functionFacts(
  { pool }: Db,
  place: Place,
  names: readonly string[],
): Promise<FunctionFacts[]> {
  const provisioned = sql`coalesce((SELECT sum(coalesce((item->>'allocated')::float8, (item->>'requested')::float8))
    FROM jsonb_array_elements(CASE WHEN v.record->'provisionedConcurrency'->>'state' = 'known' THEN v.record->'provisionedConcurrency'->'value' ELSE '[]' END) item), 0)`
  return queryRows<FunctionFacts>(
    pool,
    sql`SELECT r.name, r.id, (r.summary->>'reservedConcurrency')::float8 AS reserved, ${provisioned} AS provisioned
      FROM resource r LEFT JOIN resource_version v ON v.id = r.current_version_id
      WHERE ${inPlace(place, sql`r`)} AND r.kind = 'function' AND r.deleted_at IS NULL
        AND (r.name = ANY(${names}::text[]) OR r.summary->>'reservedConcurrency' IS NOT NULL
          OR v.record->'provisionedConcurrency'->>'state' = 'known')
      ORDER BY (r.summary->>'reservedConcurrency')::float8 DESC NULLS LAST, r.name LIMIT 500`,
  )
}

export type Users = {
  /** Highest concurrency in one period, the most first. */
  atPeak: { name: string; value: number }[]
  sumAtPeak: number
  /** Names whose points are worth reading: of the peak, of the range, and those that were throttled. */
  names: string[]
}

/** Who used concurrency in a range, and at its peak. */
export async function concurrencyUsers(
  { pool }: Db,
  place: Place,
  range: { periodSeconds: number; fromMs: number; toMs: number; peakCellMs: number },
): Promise<Users> {
  const { periodSeconds, fromMs, toMs, peakCellMs } = range
  const series = (
    metric: string,
    stat: string,
  ) => sql`(SELECT id, dimension FROM metric_series s WHERE ${inPlace(place, sql`s`)}
    AND s.dimension <> '' AND s.namespace = 'AWS/Lambda' AND s.metric = ${metric} AND s.stat = ${stat}) s`
  const concurrent = series('ConcurrentExecutions', 'Maximum')
  const period = sql`p.series_id = s.id AND p.period_seconds = ${periodSeconds}`
  // Of a long range hours are enough to tell who used most in it; its last hour is told by the peak.
  const coarse = sql`p.series_id = s.id AND p.period_seconds = ${toMs - fromMs > LONG_MS ? 3600 : periodSeconds}`
  const [atPeak, top, throttled] = await Promise.all([
    queryRows<{ name: string; value: number }>(
      pool,
      sql`SELECT s.dimension AS name, p.value FROM ${concurrent} JOIN metric_point p ON ${period} AND p.at = ${new Date(peakCellMs)}
        WHERE p.value > 0 ORDER BY p.value DESC, 1`,
    ),
    queryRows<{ name: string }>(
      pool,
      sql`SELECT s.dimension AS name FROM ${concurrent} JOIN metric_point p ON ${coarse} AND ${times(fromMs, toMs)}
        GROUP BY 1 ORDER BY max(p.value) DESC, 1 LIMIT 30`,
    ),
    queryRows<{ name: string }>(
      pool,
      sql`SELECT s.dimension AS name FROM ${series('Throttles', 'Sum')} JOIN metric_point p ON ${period} AND ${times(fromMs, toMs)}
        WHERE p.value > 0 GROUP BY 1 ORDER BY sum(p.value) DESC, 1 LIMIT 30`,
    ),
  ])
  const names = new Set([...atPeak.slice(0, MOST_FUNCTIONS), ...top, ...throttled].map(({ name }) => name))
  return {
    atPeak,
    sumAtPeak: atPeak.reduce((sum, { value }) => sum + value, 0),
    names: [...names],
  }
}

/** Concurrency and throttles of some functions over a time. */
export async function functionPoints(
  { pool }: Db,
  place: Place,
  names: readonly string[],
  { periodSeconds, fromMs, toMs }: { periodSeconds: number; fromMs: number; toMs: number },
): Promise<(name: string, metric: 'ConcurrentExecutions' | 'Throttles') => Points> {
  const rows = await queryRows<{ name: string; metric: string; points: [number, number][] }>(
    pool,
    sql`SELECT s.dimension AS name, s.metric, json_agg(json_build_array(extract(epoch FROM p.at) * 1000, p.value) ORDER BY p.at) AS points
      FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = ${periodSeconds} AND ${times(fromMs, toMs)}
      WHERE ${inPlace(place, sql`s`)} AND s.dimension = ANY(${names}::text[]) AND s.namespace = 'AWS/Lambda'
        AND (s.stat, s.metric) IN (('Maximum', 'ConcurrentExecutions'), ('Sum', 'Throttles')) GROUP BY s.id`,
  )
  const byKey = new Map(rows.map((row) => [`${row.metric} ${row.name}`, row.points]))
  return (name, metric) => byKey.get(`${metric} ${name}`) ?? []
}

export type Way = { name: string; kind: TriggerKind; source: string; invocation: Invocation }

/** The ways into some functions that are there now and not switched off. */
export function waysInto({ pool }: Db, place: Place, names: readonly string[]): Promise<Way[]> {
  return queryRows<Way>(
    pool,
    sql`SELECT t.function_name AS name, t.kind, t.source_name AS source, t.invocation FROM trigger t
      WHERE ${inPlace(place, sql`t`)} AND t.function_name = ANY(${names}::text[]) AND t.gone_at IS NULL AND t.live IS DISTINCT FROM false
      ORDER BY t.function_name, t.kind, t.id LIMIT 1000`,
  )
}

/**
 * Of functions in one period, the share of invocations that were asynchronous events. A function without such events is
 * there with 0 where it was polled for them up to the period's end, and left out where it was not.
 */
export async function asyncShares(
  { pool }: Db,
  place: Place,
  names: readonly string[],
  { periodSeconds, atMs }: { periodSeconds: number; atMs: number },
): Promise<Map<string, number>> {
  const end = new Date(atMs + periodSeconds * 1000)
  const pointOf = (
    metric: string,
  ) => sql`(SELECT p.value FROM metric_series s JOIN metric_point p ON p.series_id = s.id
    WHERE s.account_id = ms.account_id AND s.region = ms.region AND s.namespace = 'AWS/Lambda' AND s.dimension = ms.dimension
      AND s.metric = ${metric} AND s.stat = 'Sum' AND p.period_seconds = ${periodSeconds} AND p.at = ${new Date(atMs)})`
  const rows = await queryRows<{ name: string; share: number | null }>(
    pool,
    sql`SELECT ms.dimension AS name,
        CASE WHEN ${polledUntil} >= ${end} THEN coalesce(${pointOf('AsyncEventsReceived')}, 0) ELSE ${pointOf('AsyncEventsReceived')} END
          / nullif(${pointOf('Invocations')}, 0) AS share
      FROM (SELECT ${place.accountId}::text AS account_id, ${place.region}::text AS region, 'AsyncEventsReceived'::text AS metric, name AS dimension
        FROM unnest(${names}::text[]) name) ms`,
  )
  return new Map(rows.flatMap(({ name, share }) => (share === null ? [] : [[name, share] as const])))
}
