import type { Pool, PoolClient } from 'pg'
import { jsonText, plainText } from './json-text.ts'
import { queryRows, sql } from './sql.ts'

type Place = { accountId: string; region: string }
type Db = Pool | PoolClient

/** A stored anomaly that may belong together with others; times in epoch ms. */
export type StoredAnomaly = {
  key: string
  incidentId: string | null
  functionName: string | null
  metric: string
  startedMs: number
  lastMs: number
  endedMs: number | null
  periods: number
  kind: 'spike' | 'drop' | 'silence' | 'shift'
  value: number
  expected: number | null
  lower: number | null
  upper: number | null
  excess: number
  explanation: string
}

const ANOMALY = sql`a.id::text AS key, a.incident_id AS "incidentId", a.function_name AS "functionName", a.metric,
  (extract(epoch FROM a.started_at) * 1000)::float8 AS "startedMs", (extract(epoch FROM a.last_at) * 1000)::float8 AS "lastMs",
  (extract(epoch FROM a.ended_at) * 1000)::float8 AS "endedMs", a.periods, a.kind, a.value, a.expected, a.lower, a.upper, a.excess, a.explanation`

/** Anomalies of a place that were given no incident yet, oldest first. */
export function strayAnomalies(db: Db, place: Place, most: number): Promise<StoredAnomaly[]> {
  return queryRows<StoredAnomaly>(
    db,
    sql`SELECT ${ANOMALY} FROM metric_anomaly a WHERE a.account_id = ${place.accountId} AND a.region = ${place.region}
      AND a.incident_id IS NULL ORDER BY a.started_at, a.id LIMIT ${most}`,
  )
}

/** All anomalies of incidents of a place that are open, or ended after `since` with one of the moments `near`. */
export function anomaliesOfIncidents(
  db: Db,
  place: Place,
  since: Date,
  near: readonly Date[],
): Promise<StoredAnomaly[]> {
  return queryRows<StoredAnomaly>(
    db,
    sql`SELECT ${ANOMALY} FROM metric_anomaly a JOIN metric_incident i ON i.id = a.incident_id
      WHERE i.account_id = ${place.accountId} AND i.region = ${place.region} AND (i.ended_at IS NULL OR i.last_seen_at >= ${since}
        OR EXISTS (SELECT 1 FROM unnest(${near}::timestamptz[]) n (at)
          WHERE n.at BETWEEN i.started_at - interval '1 hour' AND i.last_seen_at + interval '1 hour'))
      ORDER BY a.started_at, a.id`,
  )
}

export type IncidentRow = {
  id: string
  startedMs: number
  lastSeenMs: number
  endedMs: number | null
  severity: string
  title: string
  summary: string
  impact: string | null
  origin: string
  originText: string
  originDetail: unknown
  functions: readonly string[]
  maintenanceId: string | null
}

/** Keeps incidents as they now are, with the anomalies that belong to them; those since `since` that lost all of theirs go. */
export async function saveIncidents(
  db: PoolClient,
  place: Place,
  incidents: readonly IncidentRow[],
  incidentOf: ReadonlyMap<string, string>,
  since: Date,
): Promise<void> {
  for (const one of incidents) {
    await db.query(
      `INSERT INTO metric_incident (id, account_id, region, started_at, last_seen_at, ended_at, severity, title, summary, impact, origin,
         origin_text, origin_detail, functions, maintenance_id, told_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '[]')
       ON CONFLICT (id) DO UPDATE SET started_at = EXCLUDED.started_at, last_seen_at = EXCLUDED.last_seen_at,
         ended_at = EXCLUDED.ended_at, severity = EXCLUDED.severity, title = EXCLUDED.title, summary = EXCLUDED.summary,
         impact = EXCLUDED.impact, origin = EXCLUDED.origin, origin_text = EXCLUDED.origin_text,
         origin_detail = EXCLUDED.origin_detail, functions = EXCLUDED.functions,
         maintenance_id = EXCLUDED.maintenance_id`,
      [
        one.id,
        place.accountId,
        place.region,
        new Date(one.startedMs),
        new Date(one.lastSeenMs),
        one.endedMs === null ? null : new Date(one.endedMs),
        one.severity,
        plainText(one.title),
        plainText(one.summary),
        plainText(one.impact),
        one.origin,
        plainText(one.originText),
        jsonText(one.originDetail),
        one.functions.map((name) => plainText(name)),
        one.maintenanceId,
      ],
    )
  }
  await db.query(
    `UPDATE metric_anomaly a SET incident_id = given.incident FROM unnest($1::bigint[], $2::uuid[]) AS given (id, incident)
     WHERE a.id = given.id AND a.incident_id IS DISTINCT FROM given.incident`,
    [[...incidentOf.keys()], [...incidentOf.values()]],
  )
  await db.query(
    `DELETE FROM metric_incident i WHERE i.account_id = $1 AND i.region = $2 AND (i.ended_at IS NULL OR i.last_seen_at >= $3)
       AND NOT EXISTS (SELECT 1 FROM metric_anomaly a WHERE a.incident_id = i.id)`,
    [place.accountId, place.region, since],
  )
}

/** Lets go of incidents that began before a time, with their anomalies. */
export async function dropIncidentsBefore(pool: Pool, before: Date): Promise<void> {
  await pool.query(
    'DELETE FROM metric_anomaly WHERE incident_id IN (SELECT id FROM metric_incident WHERE started_at < $1 AND ended_at IS NOT NULL)',
    [before],
  )
  await pool.query('DELETE FROM metric_incident WHERE started_at < $1 AND ended_at IS NOT NULL', [before])
}
