import { SEVERITIES } from '#server/domain/severity.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { causesOf } from './causes-of.ts'
import { ruleOf } from './rule-of.ts'
import { ALERT_STATES, type AlertRow, ruleKind } from './schema.ts'

export type AlertRecord = {
  id: string
  fingerprint: string
  rule_id: string
  rule_kind: string
  severity: string
  state: string
  title: string
  summary: string
  account_id: string
  account_name: string
  region: string
  resource_id: number | null
  resource_name: string | null
  evidence: unknown
  occurrences: number
  started_at: Date
  last_seen_at: Date
  resolved_at: Date | null
  snoozed_until: Date | null
  acknowledged_by: string | null
  assignee_id: string | null
  assignee_name: string | null
  role_arn: string | null
  resource_kind: string | null
}

export const SEVERITY_ORDER = sql`array_position(${[...SEVERITIES]}::text[], al.severity)`

/** SELECT of alerts, from `alerts` as al: a subquery that is already cut. A function that was found after its alert is joined by name. */
export function selectAlerts(alerts: Sql): Sql {
  return sql`SELECT al.*, coalesce(a.name, al.account_id) AS account_name, u.name AS assignee_name,
      r.id AS resource_id, r.summary->>'roleArn' AS role_arn, r.kind AS resource_kind
    FROM (${alerts}) al LEFT JOIN aws_account a ON a.id = al.account_id LEFT JOIN auth_user u ON u.id = al.assignee_id
    LEFT JOIN resource r ON r.id = coalesce(al.resource_id, (SELECT f.id FROM resource f WHERE f.kind = 'function' AND f.account_id = al.account_id
      AND f.region = al.region AND f.name = al.resource_name AND f.deleted_at IS NULL LIMIT 1))`
}

function toAlertRow(record: AlertRecord, cause: string | null): AlertRow {
  const rule = ruleOf(record.rule_id)
  return {
    id: record.id,
    ruleId: record.rule_id,
    ruleTitle: rule.title,
    ruleKind: ruleKind.safeParse(record.rule_kind).data ?? rule.kind ?? 'check',
    severity: SEVERITIES.find((severity) => severity === record.severity) ?? 'info',
    state: ALERT_STATES.find((state) => state === record.state) ?? 'firing',
    title: record.title,
    summary: record.summary,
    accountId: record.account_id,
    accountName: record.account_name,
    region: record.region,
    resourceId: record.resource_id,
    resourceName: record.resource_name,
    occurrences: record.occurrences,
    startedAt: record.started_at.toISOString(),
    lastSeenAt: record.last_seen_at.toISOString(),
    resolvedAt: record.resolved_at?.toISOString() ?? null,
    snoozedUntil: record.snoozed_until?.toISOString() ?? null,
    acknowledgedBy: record.acknowledged_by,
    assignee: record.assignee_id ? { id: record.assignee_id, name: record.assignee_name ?? 'unknown' } : null,
    cause,
  }
}

/** Rows with their likeliest causes, in the order given. */
export async function alertRows(context: Context, records: AlertRecord[]): Promise<AlertRow[]> {
  const causes = await causesOf(context, records)
  return records.map((record) => toAlertRow(record, causes.get(record.id) ?? null))
}

/** Alerts of a subquery on `alert al`, which must cut and order itself; `order` is repeated for the joined rows. */
export async function findAlerts(context: Context, alerts: Sql, order: Sql): Promise<AlertRow[]> {
  const records = await queryRows<AlertRecord>(
    context.store.pool,
    sql`${selectAlerts(alerts)} ORDER BY ${order}`,
  )
  return alertRows(context, records)
}
