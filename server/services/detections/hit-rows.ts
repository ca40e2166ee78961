import { asArray, asObject, asText } from '#server/domain/json.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { ruleOf } from '#server/services/alerts/rule-of.ts'
import { type Sql, sql } from '#server/store/sql.ts'
import type { HitRow } from './schema.ts'

export type HitRecord = {
  id: string
  detection_id: string
  severity: string
  title: string
  summary: string
  at: Date
  last_at: Date
  events: number
  event_ids: string[]
  account_id: string
  account_name: string
  region: string
  actor_arn: string
  actor_name: string
  function_name: string | null
  function_id: number | null
  evidence: unknown
  allowed_by: string | null
  allow_reason: string | null
  alert_id: string | null
}

/** The alert that a hit went into: the newest of its fingerprint that began no later than the hit ended. */
export const HIT_ALERT = sql`(SELECT al.id FROM alert al WHERE al.rule_id = h.detection_id AND al.fingerprint = h.fingerprint
    AND h.allowed_by IS NULL AND al.started_at <= h.last_at AND al.last_seen_at >= h.at ORDER BY al.started_at DESC LIMIT 1)`

/** What became of a hit. */
export const HIT_OUTCOME = sql`CASE WHEN h.allowed_by IS NOT NULL THEN 'allowed' WHEN EXISTS ${HIT_ALERT} THEN 'alert' ELSE 'neither' END`

/** Hits with what a row shows, out of a source named `h`. */
export function selectHits(source: Sql): Sql {
  return sql`SELECT h.*, coalesce(a.name, h.account_id) AS account_name, r.id AS function_id, e.reason AS allow_reason, ${HIT_ALERT} AS alert_id
    FROM ${source} h LEFT JOIN aws_account a ON a.id = h.account_id LEFT JOIN allow_entry e ON e.id = h.allowed_by
    LEFT JOIN resource r ON r.id = h.resource_id AND r.kind = 'function'`
}

const MAX_EVENTS = 100

export function toHitRow(record: HitRecord): HitRow {
  return {
    id: record.id,
    detectionId: record.detection_id,
    detectionTitle: ruleOf(record.detection_id).title,
    severity: SEVERITIES.find((one) => one === record.severity) ?? 'info',
    title: record.title,
    summary: record.summary,
    at: record.at.toISOString(),
    lastAt: record.last_at.toISOString(),
    events: record.events,
    eventIds: record.event_ids.slice(0, MAX_EVENTS),
    accountId: record.account_id,
    accountName: record.account_name,
    region: record.region,
    actorArn: record.actor_arn,
    actorName: record.actor_name,
    functionName: record.function_name,
    functionId: record.function_id,
    evidence: asArray(record.evidence).map((one) => {
      const { label, value } = asObject(one)
      return { label: asText(label) ?? '', value: asText(value) ?? '' }
    }),
    allowedBy:
      record.allowed_by === null
        ? null
        : { id: record.allowed_by, reason: record.allow_reason ?? 'an entry that is no longer there' },
    alertId: record.alert_id,
  }
}
