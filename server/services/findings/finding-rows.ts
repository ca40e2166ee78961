import { asObject, asText } from '#server/domain/json.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { Severity } from '#server/domain/severity.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { type Sql, sql } from '#server/store/sql.ts'
import type { RuleTitle } from './rule-titles.ts'
import type { FindingRow } from './schema.ts'

export type FindingRecord = {
  id: string
  check_id: string
  severity: Severity
  status: FindingRow['state']
  evidence: unknown
  resource_id: number
  kind: ResourceKind
  name: string
  arn: string
  account_id: string
  account_name: string
  region: string
  function_arns: string[]
  owner: string | null
  env: string | null
  assignee_id: string | null
  assignee_name: string | null
  opened_at: Date
  last_seen_at: Date
  closed_at: Date | null
  exception_id: string | null
}

/** A resource's own label, or that of the one function that a finding is about. */
const labelOf = (label: 'owner' | 'env') =>
  sql`coalesce(${effectiveLabel(sql`r`, label)}, ${effectiveLabel(sql`fn`, label)})`

export const FINDING_OWNER = labelOf('owner')
export const FINDING_ENV = labelOf('env')

/** Joins of a finding: `f` finding, `r` its resource, `fn` the first function that it is about where the resource is none. */
export const FINDING_JOINS = sql`JOIN resource r ON r.id = f.resource_id
  LEFT JOIN resource fn ON r.kind <> 'function' AND fn.kind = 'function' AND fn.arn = f.function_arns[1] AND fn.account_id = f.account_id`

/** Findings with what a row shows, out of a source named `f`. */
export function selectFindings(source: Sql): Sql {
  return sql`SELECT f.id, f.check_id, f.severity, f.status, f.evidence, f.resource_id, r.kind, r.name, r.arn, f.account_id,
      coalesce(a.name, f.account_id) AS account_name, f.region, f.function_arns, ${FINDING_OWNER} AS owner, ${FINDING_ENV} AS env,
      f.assignee_id, u.name AS assignee_name, f.opened_at, f.last_seen_at, f.closed_at, f.exception_id
    FROM ${source} f ${FINDING_JOINS} LEFT JOIN aws_account a ON a.id = f.account_id LEFT JOIN auth_user u ON u.id = f.assignee_id`
}

const MAX_FUNCTIONS = 50

export function toFindingRow(record: FindingRecord, titleOf: (id: string) => RuleTitle): FindingRow {
  const { title, group } = titleOf(record.check_id)
  return {
    id: record.id,
    checkId: record.check_id,
    checkTitle: title,
    group,
    severity: record.severity,
    state: record.status,
    summary: asText(asObject(record.evidence).summary) ?? title,
    resourceId: record.resource_id,
    resourceKind: record.kind,
    resourceName: record.name,
    resourceArn: record.arn,
    accountId: record.account_id,
    accountName: record.account_name,
    region: record.region,
    functionArns: record.function_arns.slice(0, MAX_FUNCTIONS),
    owner: record.owner,
    env: record.env,
    assignee:
      record.assignee_id === null
        ? null
        : { id: record.assignee_id, name: record.assignee_name ?? record.assignee_id },
    openedAt: record.opened_at.toISOString(),
    lastSeenAt: record.last_seen_at.toISOString(),
    closedAt: record.closed_at?.toISOString() ?? null,
    exceptionId: record.exception_id,
  }
}
