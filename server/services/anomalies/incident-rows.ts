import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { AnomalyRow, IncidentRow } from './schema.ts'

const ANOMALIES_EACH = 20

/** What came of an incident, of metric_incident i. */
export const handlingOf = sql`CASE WHEN i.maintenance_id IS NOT NULL THEN 'maintenance'
  WHEN EXISTS (SELECT 1 FROM alert al WHERE al.fingerprint = 'metric-anomaly:' || i.id) THEN 'alert'
  WHEN i.told_by <> '[]' THEN 'other-alerts' ELSE 'noted' END`

type Record = Omit<
  IncidentRow,
  'startedAt' | 'lastSeenAt' | 'endedAt' | 'origin' | 'anomalies' | 'maintenance'
> & {
  started: Date
  lastSeen: Date
  ended: Date | null
  origin: IncidentRow['origin']['kind']
  originText: string
  detail: Partial<IncidentRow['origin']>
  maintenanceId: string | null
  maintenanceReason: string | null
}
type AnomalyRecord = Omit<AnomalyRow, 'startedAt' | 'endedAt'> & {
  incidentId: string
  started: Date
  ended: Date | null
}

function anomaliesOf(context: Context, ids: string[]): Promise<AnomalyRecord[]> {
  return queryRows<AnomalyRecord>(
    context.store.pool,
    sql`SELECT x.id::text, x.incident_id AS "incidentId", x.series_id AS "seriesId", x.function_name AS "functionName", x.metric, x.stat, x.kind,
        x.started_at AS started, x.ended_at AS ended, x.score, x.value, x.expected, x.lower, x.upper, x.explanation, x.settled,
        (SELECT r.id FROM resource r WHERE r.kind = 'function' AND r.account_id = x.account_id AND r.region = x.region AND r.name = x.function_name
          ORDER BY r.deleted_at DESC NULLS FIRST LIMIT 1) AS "functionId"
      FROM unnest(${ids}::uuid[]) w (id), LATERAL (SELECT * FROM metric_anomaly a WHERE a.incident_id = w.id
        ORDER BY a.score DESC, abs(a.excess) DESC, a.id LIMIT ${ANOMALIES_EACH}) x`,
  )
}

/** Rows of the incidents that `from` selects (columns of metric_incident), in its order, with their most unusual anomalies. */
export async function incidentRows(context: Context, from: Sql): Promise<IncidentRow[]> {
  const records = await queryRows<Record>(
    context.store.pool,
    sql`SELECT i.id, i.account_id AS "accountId", coalesce(nullif(acc.name, ''), i.account_id) AS "accountName", i.region,
        i.started_at AS started, i.last_seen_at AS "lastSeen", i.ended_at AS ended, i.severity, i.title, i.summary, i.impact, i.origin,
        i.origin_text AS "originText", i.origin_detail AS detail, i.functions, i.told_by AS "toldBy", ${handlingOf} AS handling,
        i.maintenance_id AS "maintenanceId", mw.reason AS "maintenanceReason",
        (SELECT al.id FROM alert al WHERE al.fingerprint = 'metric-anomaly:' || i.id ORDER BY al.started_at DESC LIMIT 1) AS "alertId",
        (SELECT count(*)::int FROM metric_anomaly a WHERE a.incident_id = i.id) AS "anomalyCount"
      FROM (${from}) i LEFT JOIN aws_account acc ON acc.id = i.account_id LEFT JOIN maintenance_window mw ON mw.id = i.maintenance_id
      ORDER BY i.place`,
  )
  const ids = records.map(({ id }) => id)
  const anomalies = Map.groupBy(await anomaliesOf(context, ids), ({ incidentId }) => incidentId)
  return records.map((record) => {
    const { started, lastSeen, ended, origin, originText, detail, maintenanceId, maintenanceReason, ...row } =
      record
    return {
      ...row,
      startedAt: started.toISOString(),
      lastSeenAt: lastSeen.toISOString(),
      endedAt: ended?.toISOString() ?? null,
      origin: {
        kind: origin,
        text: originText,
        subject: detail.subject ?? null,
        eventIds: detail.eventIds ?? [],
        covers: detail.covers ?? [],
      },
      maintenance: maintenanceId === null ? null : { id: maintenanceId, reason: maintenanceReason ?? '' },
      anomalies: (anomalies.get(record.id) ?? []).map(
        ({ incidentId: _, started: from, ended: to, ...one }) => ({
          ...one,
          startedAt: from.toISOString(),
          endedAt: to?.toISOString() ?? null,
        }),
      ),
    }
  })
}
