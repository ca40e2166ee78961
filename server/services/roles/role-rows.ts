import { asNumber, asObject, asText, asTexts } from '#server/domain/json.ts'
import { type Sql, sql } from '#server/store/sql.ts'
import { ROLE_LEVELS, type RoleRow } from './schema.ts'

export type RoleBase = {
  id: number
  arn: string
  name: string
  account_id: string
  account_name: string
  summary: unknown
  derived: unknown
  functions: string
  deleted_at: Date | null
}

/** SELECT of what a row shows, from `roles` as r: a subquery or table that is already cut to the rows wanted. */
export function selectRoles(roles: Sql): Sql {
  return sql`SELECT r.id, r.arn, r.name, r.account_id, coalesce(a.name, r.account_id) AS account_name, r.summary, r.derived, r.deleted_at,
      (SELECT count(*) FROM resource f WHERE f.kind = 'function' AND f.deleted_at IS NULL AND f.summary->>'roleArn' = r.arn) AS functions
    FROM ${roles} r LEFT JOIN aws_account a ON a.id = r.account_id`
}

const flag = (value: unknown) => (typeof value === 'boolean' ? value : null)

export function toRoleRow(base: RoleBase): RoleRow {
  const [summary, derived] = [asObject(base.summary), asObject(base.derived)]
  return {
    id: base.id,
    arn: base.arn,
    name: base.name,
    accountId: base.account_id,
    accountName: base.account_name,
    level: ROLE_LEVELS.find((level) => level === derived.level) ?? 'unknown',
    risks: asTexts(derived.risks),
    functions: Number(base.functions),
    services: asNumber(derived.services) ?? null,
    unusedServices: asNumber(derived.unusedServices) ?? null,
    admin: flag(derived.admin),
    wildcard: flag(derived.wildcard),
    boundary: flag(summary.permissionsBoundary),
    trust: asTexts(derived.trust),
    createdAt: asText(summary.createdAt) ?? null,
    lastUsedAt: asText(summary.lastUsedAt) ?? null,
    deletedAt: base.deleted_at?.toISOString() ?? null,
  }
}
