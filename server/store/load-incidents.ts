import type { PoolClient } from 'pg'
import type { IncidentWindow } from '#server/domain/metrics/incident-window.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { jsonText } from './json-text.ts'
import { queryRows, sql } from './sql.ts'

type Row = Omit<IncidentWindow, 'functionName' | 'resourceId' | 'nowMs' | 'toldBy'> & {
  toldBy: IncidentWindow['toldBy'] | null
  resourceIds: number[] | null
}

/** How long after it was seen last an incident still asks for attention, or has an alert that is to be resolved. */
const RECENT_MS = 2 * HOUR_MS

/** Recent incidents of an account, with the alerts of other metric rules about the same functions at the same time. */
export async function loadIncidents(
  db: PoolClient,
  accountId: string,
  nowMs: number,
): Promise<IncidentWindow[]> {
  const rows = await queryRows<Row>(
    db,
    sql`SELECT i.id AS "incidentId", i.account_id AS "accountId", i.region, i.severity, i.title, i.summary, i.impact,
        i.origin_text AS "originText", coalesce(i.origin_detail->'eventIds', '[]') AS "eventIds", coalesce(i.origin_detail->'impaired', '[]') AS impaired,
        (extract(epoch FROM i.started_at) * 1000)::float8 AS "startedMs", (extract(epoch FROM i.last_seen_at) * 1000)::float8 AS "lastSeenMs",
        i.maintenance_id IS NOT NULL AS "isMaintained", told.list AS "toldBy", found.ids AS "resourceIds",
        (SELECT (extract(epoch FROM max(m.scored_until)) * 1000)::float8 FROM metric_anomaly a JOIN series_model m ON m.series_id = a.series_id
          WHERE a.incident_id = i.id) AS "polledUntilMs",
        coalesce((SELECT json_agg(json_build_object('functionName', x.function_name, 'metric', x.metric, 'stat', x.stat, 'text', x.explanation))
          FROM (SELECT * FROM metric_anomaly a WHERE a.incident_id = i.id
            ORDER BY (i.origin_detail->'impaired') ? coalesce(a.function_name, '') DESC, a.score DESC, a.id LIMIT 10) x), '[]') AS explanations
      FROM metric_incident i
      LEFT JOIN LATERAL (SELECT json_agg(json_build_object('ruleId', a.rule_id, 'functionName', a.resource_name)) AS list FROM alert a
        WHERE a.account_id = i.account_id AND a.region = i.region AND a.rule_kind = 'baseline' AND a.rule_id <> 'metric-anomaly'
          AND (a.resource_name IS NULL OR a.resource_name = ANY(i.functions))
          AND a.started_at <= i.last_seen_at + interval '15 minutes' AND a.last_seen_at >= i.started_at - interval '15 minutes') told ON true
      LEFT JOIN LATERAL (SELECT array_agg(r.id) AS ids FROM resource r WHERE r.account_id = i.account_id AND r.region = i.region
        AND r.kind = 'function' AND r.deleted_at IS NULL AND (i.origin_detail->'impaired') ? r.name) found ON true
      WHERE i.account_id = ${accountId} AND (i.ended_at IS NULL OR i.last_seen_at >= ${new Date(nowMs - RECENT_MS)}
        OR EXISTS (SELECT 1 FROM alert a WHERE a.fingerprint = 'metric-anomaly:' || i.id AND a.state <> 'resolved'))`,
  )
  return rows.map(({ resourceIds, toldBy, ...row }) => {
    const isOne = row.impaired.length === 1
    return {
      ...row,
      nowMs,
      toldBy: toldBy ?? [],
      functionName: isOne ? (row.impaired[0] ?? null) : null,
      resourceId: isOne ? (resourceIds?.[0] ?? null) : null,
    }
  })
}

/** Notes which alerts tell of an incident. */
export async function saveTellers(
  db: PoolClient,
  incidents: readonly Pick<IncidentWindow, 'incidentId' | 'toldBy'>[],
): Promise<void> {
  await db.query(
    `UPDATE metric_incident i SET told_by = t.told FROM unnest($1::uuid[], $2::jsonb[]) AS t (id, told)
     WHERE i.id = t.id AND i.told_by <> t.told`,
    [incidents.map(({ incidentId }) => incidentId), incidents.map(({ toldBy }) => jsonText(toldBy))],
  )
}
