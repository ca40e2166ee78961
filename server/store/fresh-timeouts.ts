import type { Pool } from 'pg'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { errorsThatFitATimeout } from '#server/domain/metrics/timeouts.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { queryRows, sql } from './sql.ts'

type Place = { region: string; name: string; timeoutSeconds: number | null }
type Row = {
  region: string
  name: string
  atMs: number
  errors: number
  durationMaxMs: number
  durationSumMs: number
}

const FRESH_MS = 30 * MINUTE_MS

/**
 * Timeouts of the last half hour straight from errors and durations, by function: while points come, those that were
 * derived from them lag behind, and what lags would pass for other errors.
 */
export async function freshTimeouts(
  pool: Pool,
  accountId: string,
  places: readonly Place[],
  now: Date,
): Promise<(place: Place, derived: Points) => Points> {
  const rows = await queryRows<Row>(
    pool,
    sql`SELECT e.region, e.dimension AS name, (extract(epoch FROM p.at) * 1000)::float8 AS "atMs", p.value AS errors,
        longest.value AS "durationMaxMs", spent.value AS "durationSumMs"
      FROM metric_series e JOIN metric_point p ON p.series_id = e.id AND p.period_seconds = 300 AND p.at >= ${new Date(now.getTime() - FRESH_MS)} AND p.value > 0
      JOIN metric_series l ON l.account_id = e.account_id AND l.region = e.region AND l.dimension = e.dimension
        AND l.namespace = e.namespace AND l.metric = 'Duration' AND l.stat = 'Maximum'
      JOIN metric_point longest ON longest.series_id = l.id AND longest.period_seconds = 300 AND longest.at = p.at
      JOIN metric_series s ON s.account_id = e.account_id AND s.region = e.region AND s.dimension = e.dimension
        AND s.namespace = e.namespace AND s.metric = 'Duration' AND s.stat = 'Sum'
      JOIN metric_point spent ON spent.series_id = s.id AND spent.period_seconds = 300 AND spent.at = p.at
      WHERE e.account_id = ${accountId} AND e.namespace = 'AWS/Lambda' AND e.metric = 'Errors' AND e.stat = 'Sum'
        AND (e.region, e.dimension) IN (SELECT * FROM unnest(${places.map(({ region }) => region)}::text[], ${places.map(({ name }) => name)}::text[]))`,
  )
  const byPlace = Map.groupBy(rows, ({ region, name }) => `${region} ${name}`)
  return ({ region, name, timeoutSeconds }, derived) => {
    const fresh = byPlace.get(`${region} ${name}`) ?? []
    if (timeoutSeconds === null || fresh.length === 0) return derived
    const points = new Map(derived)
    for (const { atMs, ...period } of fresh) {
      const fit = errorsThatFitATimeout({ ...period, timeoutMs: timeoutSeconds * 1000 })
      points.set(atMs, Math.max(points.get(atMs) ?? 0, fit))
    }
    return [...points].sort(([a], [b]) => a - b)
  }
}
