import type { Takeover } from '#server/domain/access/access.ts'
import { type ControlPrincipal, takeovers } from '#server/domain/access/takeovers.ts'
import { trustedBy } from '#server/domain/access/trusted-by.ts'
import { valueOr } from '#server/domain/field.ts'
import { type PrincipalPolicies, principalPolicies } from '#server/domain/iam/principal-policies.ts'
import { scpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { FunctionHead } from './get-function.ts'

const MAX_TAKEOVERS = 200
const MAX_KEPT = 500

type Row = { version_id: number; record: RoleRecord | UserRecord }
type Function = FunctionHead & { record: NonNullable<FunctionHead['record']> }

/** Compiled policies by version and organisation: a version never changes. */
const compiled = new Map<string, PrincipalPolicies>()

function policiesOf({ version_id, record }: Row, organization: Organization): PrincipalPolicies {
  const key = `${version_id} ${organization.versionId}`
  const kept = compiled.get(key)
  if (kept) return kept
  const policies = principalPolicies(record, scpLevels(record.accountId, organization.record))
  if (compiled.size >= MAX_KEPT) compiled.delete(compiled.keys().next().value ?? '')
  compiled.set(key, policies)
  return policies
}

type Organization = { versionId: number; record: OrganizationRecord | undefined }

async function organizationOf({ store }: Context, accountId: string): Promise<Organization> {
  const rows = await queryRows<{ version_id: number; record: OrganizationRecord }>(
    store.pool,
    sql`SELECT v.id AS version_id, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind = 'organization' AND r.deleted_at IS NULL ORDER BY r.id`,
  )
  const own = rows.findLast(
    ({ record }) =>
      record.managementAccountId === accountId ||
      valueOr(record.accounts, [])?.some((one) => one.id === accountId),
  )
  return { versionId: own?.version_id ?? 0, record: own?.record }
}

function principals({ store }: Context, where: Sql): Promise<Row[]> {
  return queryRows<Row>(
    store.pool,
    sql`SELECT v.id AS version_id, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind IN ('role', 'user') AND r.deleted_at IS NULL AND ${where} ORDER BY r.id`,
  )
}

/** Who can change the function or make its role its own; principals that hold none of the actions it takes are passed over. */
export async function functionTakeovers(
  context: Context,
  { record: fn, account_id: accountId }: Function,
): Promise<{ takeovers: Takeover[]; unseen: string[] }> {
  const roleArn = valueOr<string | null>(fn.roleArn, null) ?? ''
  const [[own], organization, roles] = await Promise.all([
    principals(context, sql`r.arn = ${roleArn}`),
    organizationOf(context, accountId),
    queryRows<{ judged: boolean }>(
      context.store.pool,
      sql`SELECT derived ? 'controls' AS judged FROM resource WHERE kind = 'role' AND account_id = ${accountId} AND deleted_at IS NULL ORDER BY 1 LIMIT 1`,
    ),
  ])
  const role = own?.record.kind === 'role' ? own.record : undefined
  const trusted = role ? trustedBy(role, { accountId }).map((one) => one.principal) : []
  const rows = await principals(
    context,
    sql`r.account_id = ${accountId} AND (r.derived->>'controls' <> '[]' OR r.derived->>'blind' = 'true' OR r.arn = ANY(${trusted}::text[]))`,
  )
  const held = rows.map(
    (row): ControlPrincipal => ({ record: row.record, principal: policiesOf(row, organization) }),
  )
  const found = takeovers(fn, role, held)
  const unjudged =
    roles[0]?.judged === true ? [] : ['Roles and users of the account were not collected or not judged yet.']
  const left = found.takeovers.length - MAX_TAKEOVERS
  return {
    takeovers: found.takeovers.slice(0, MAX_TAKEOVERS),
    unseen: [...unjudged, ...found.unseen, ...(left > 0 ? [`${left} more principals are left out.`] : [])],
  }
}
