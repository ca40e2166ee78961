import type { Pool } from 'pg'
import { confirmTimeouts } from '#server/domain/metrics/confirm-timeouts.ts'
import type {
  AccountWindow,
  ChargesWindow,
  FunctionWindow,
  Points,
} from '#server/domain/metrics/metric-window.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { freshTimeouts } from './fresh-timeouts.ts'
import { loadSurroundings } from './load-surroundings.ts'
import { polledUntil } from './polled-until.ts'
import { queryRows, sql } from './sql.ts'

const FUNCTION_PERIOD_S = 300
const ACCOUNT_PERIOD_S = 60

type SeriesRow = { region: string; dimension: string; metric: string; points: [number, number][] }

type Known = { region: string; name: string }

/** Until when errors and the like are known, of functions and, without a name, of regions as a whole. */
async function knownUntil(pool: Pool, accountId: string, places: readonly Known[]) {
  const rows = await queryRows<Known & { until: Date | null }>(
    pool,
    sql`SELECT ms.region, ms.dimension AS name, ${polledUntil} AS until FROM (
        SELECT ${accountId}::text AS account_id, region, name AS dimension, 'Errors'::text AS metric
        FROM unnest(${places.map(({ region }) => region)}::text[], ${places.map(({ name }) => name)}::text[]) AS p (region, name)
      ) ms`,
  )
  const until = new Map(rows.map((row) => [`${row.region} ${row.name}`, row.until?.getTime() ?? null]))
  return (region: string, name = '') => until.get(`${region} ${name}`) ?? null
}

async function readSeries(
  pool: Pool,
  accountId: string,
  periodSeconds: number,
  from: Date,
  where: string,
  values: unknown[],
): Promise<SeriesRow[]> {
  const { rows } = await pool.query<SeriesRow>(
    `SELECT s.region, s.dimension, s.metric,
       json_agg(json_build_array(extract(epoch FROM p.at) * 1000, p.value) ORDER BY p.at) AS points
     FROM metric_series s JOIN metric_point p ON p.series_id = s.id
     WHERE s.account_id = $1 AND p.period_seconds = $2 AND p.at >= $3 AND ${where}
     GROUP BY s.id`,
    [accountId, periodSeconds, from, ...values],
  )
  return rows
}

type FunctionRow = {
  id: number | null
  region: string
  name: string
  timeoutSeconds: number | null
  reserved: number | null
}

/** Asked for less often than errors, so they are looked for further back. */
const EVENT_METRICS = [
  'AsyncEventsDropped',
  'AsyncEventAge',
  'DeadLetterErrors',
  'DestinationDeliveryFailures',
  'IteratorAge',
]
/** Ages below it are nothing to say of. */
const WAITS_MS = 5 * MINUTE_MS

/** Functions worth evaluating, though the list of functions may be denied: something went wrong in the last hour, or a metric alert is open. */
async function candidates(pool: Pool, accountId: string, now: Date): Promise<FunctionRow[]> {
  const { rows } = await pool.query<FunctionRow>(
    `WITH troubled AS (
       SELECT DISTINCT s.region, s.dimension AS name
       FROM metric_series s JOIN metric_point p ON p.series_id = s.id
       WHERE s.account_id = $1 AND s.dimension <> '' AND s.metric IN ('Errors', 'Throttles', 'Timeouts')
         AND p.period_seconds = ${FUNCTION_PERIOD_S} AND p.at >= $2 AND p.value > 0
       UNION
       SELECT DISTINCT s.region, s.dimension
       FROM metric_series s JOIN metric_point p ON p.series_id = s.id
       WHERE s.account_id = $1 AND s.dimension <> '' AND s.metric IN (${EVENT_METRICS.map((metric) => `'${metric}'`)})
         AND p.period_seconds = ${FUNCTION_PERIOD_S} AND p.at >= $3 AND p.value > CASE WHEN s.stat = 'Maximum' THEN ${WAITS_MS} ELSE 0 END
       UNION
       SELECT region, resource_name FROM alert
       WHERE account_id = $1 AND rule_kind = 'baseline' AND state <> 'resolved' AND resource_name IS NOT NULL
     )
     SELECT r.id, t.region, t.name, (r.summary->>'timeoutSeconds')::float8 AS "timeoutSeconds",
       (r.summary->>'reservedConcurrency')::float8 AS reserved
     FROM troubled t LEFT JOIN resource r ON r.account_id = $1 AND r.region = t.region AND r.kind = 'function' AND r.name = t.name`,
    [accountId, new Date(now.getTime() - HOUR_MS), new Date(now.getTime() - 2 * HOUR_MS)],
  )
  return rows
}

const withoutPoints: Points = []

/** The last 24 hours of the functions of an account that something is or was the matter with. */
export async function loadFunctionWindows(
  pool: Pool,
  accountId: string,
  now: Date,
): Promise<FunctionWindow[]> {
  const functions = await candidates(pool, accountId, now)
  if (functions.length === 0) return []
  const [until, around, timeoutsOf] = await Promise.all([
    knownUntil(pool, accountId, functions),
    loadSurroundings(pool, accountId, functions, now),
    freshTimeouts(pool, accountId, functions, now),
  ])
  const rows = await readSeries(
    pool,
    accountId,
    FUNCTION_PERIOD_S,
    new Date(now.getTime() - DAY_MS),
    `s.stat = 'Sum' AND s.metric IN ('Invocations', 'Errors', 'Throttles', 'Timeouts')
     AND (s.region, s.dimension) IN (SELECT * FROM unnest($4::text[], $5::text[]))`,
    [functions.map((row) => row.region), functions.map((row) => row.name)],
  )
  const points = new Map(rows.map((row) => [`${row.region} ${row.metric} ${row.dimension}`, row.points]))
  return functions.map((row) => {
    const of = (metric: string) => points.get(`${row.region} ${metric} ${row.name}`) ?? withoutPoints
    const surroundings = around(row)
    const { failuresRead, confirmedTimeouts } = surroundings
    const fitting = timeoutsOf(row, of('Timeouts'))
    return {
      accountId,
      region: row.region,
      functionName: row.name,
      resourceId: row.id,
      nowMs: now.getTime(),
      periodMs: FUNCTION_PERIOD_S * 1000,
      polledUntilMs: until(row.region, row.name),
      invocations: of('Invocations'),
      errors: of('Errors'),
      throttles: of('Throttles'),
      timeouts: confirmTimeouts(fitting, of('Errors'), failuresRead, confirmedTimeouts),
      timeoutMs: row.timeoutSeconds === null ? null : row.timeoutSeconds * 1000,
      reservedConcurrency: row.reserved,
      ...surroundings,
    }
  })
}

/** The last six hours of each region's concurrency, with the limit that Lambda reports. */
export async function loadAccountWindows(pool: Pool, accountId: string, now: Date): Promise<AccountWindow[]> {
  const from = new Date(now.getTime() - 6 * HOUR_MS)
  const wanted = `s.dimension = '' AND s.namespace = 'AWS/Lambda' AND s.metric IN ('ConcurrentExecutions', 'Throttles')`
  const rows = await readSeries(pool, accountId, ACCOUNT_PERIOD_S, from, wanted, [])
  const { rows: limits } = await pool.query<{ region: string; limit: number | null }>(
    `SELECT r.region, (v.record->'concurrentExecutions'->>'value')::float8 AS limit
     FROM resource r JOIN resource_version v ON v.id = r.current_version_id
     WHERE r.account_id = $1 AND r.kind = 'account-settings' AND r.deleted_at IS NULL`,
    [accountId],
  )
  const limitOf = new Map(limits.map((row) => [row.region, row.limit]))
  const regions = [...new Set(rows.map((row) => row.region))]
  const until = await knownUntil(
    pool,
    accountId,
    regions.map((region) => ({ region, name: '' })),
  )
  return regions.map((region) => {
    const of = (metric: string) =>
      rows.find((row) => row.region === region && row.metric === metric)?.points ?? withoutPoints
    return {
      accountId,
      region,
      nowMs: now.getTime(),
      periodMs: ACCOUNT_PERIOD_S * 1000,
      polledUntilMs: until(region),
      concurrency: of('ConcurrentExecutions'),
      throttles: of('Throttles'),
      limit: limitOf.get(region) ?? null,
    }
  })
}

/** Estimated charges of the last 14 days. */
export async function loadChargesWindow(pool: Pool, accountId: string, now: Date): Promise<ChargesWindow> {
  const from = new Date(now.getTime() - 14 * DAY_MS)
  const rows = await readSeries(pool, accountId, 3600, from, `s.namespace = 'AWS/Billing'`, [])
  return {
    accountId,
    nowMs: now.getTime(),
    total: rows.find((row) => row.dimension === '')?.points ?? withoutPoints,
    byService: Object.fromEntries(
      rows.filter((row) => row.dimension !== '').map((row) => [row.dimension, row.points]),
    ),
  }
}
