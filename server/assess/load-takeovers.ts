import type { Pool } from 'pg'
import type { Takeover } from '#server/domain/access/access.ts'
import { type ControlPrincipal, takeovers } from '#server/domain/access/takeovers.ts'
import { trustedBy } from '#server/domain/access/trusted-by.ts'
import { valueOr } from '#server/domain/field.ts'
import { type PrincipalPolicies, principalPolicies } from '#server/domain/iam/principal-policies.ts'
import { scpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'

const MAX_TAKEOVERS = 200
const MAX_KEPT = 500

type Row = { version_id: number; record: RoleRecord | UserRecord }

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

async function organizationOf(pool: Pool, accountId: string): Promise<Organization> {
  const rows = await queryRows<{ version_id: number; record: OrganizationRecord }>(
    pool,
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

function principals(pool: Pool, where: Sql): Promise<Row[]> {
  return queryRows<Row>(
    pool,
    sql`SELECT v.id AS version_id, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind IN ('role', 'user') AND r.deleted_at IS NULL AND ${where} ORDER BY r.id`,
  )
}

type Judged = { takeovers: Takeover[]; unseen: string[] }

/** The principals of an account that hold any action by which a function is changed, read once. */
export class ControllingPrincipals {
  readonly #pool: Pool
  readonly #accounts = new Map<
    string,
    Promise<{ organization: Organization; rows: Row[]; judged: boolean }>
  >()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  #of(accountId: string) {
    const kept = this.#accounts.get(accountId)
    if (kept) return kept
    const read = this.#read(accountId)
    this.#accounts.set(accountId, read)
    return read
  }

  async #read(accountId: string) {
    const pool = this.#pool
    const [organization, rows, roles] = await Promise.all([
      organizationOf(pool, accountId),
      principals(
        pool,
        sql`r.account_id = ${accountId} AND (r.derived->>'controls' <> '[]' OR r.derived->>'blind' = 'true')`,
      ),
      queryRows<{ judged: boolean }>(
        pool,
        sql`SELECT derived ? 'controls' AS judged FROM resource WHERE kind = 'role' AND account_id = ${accountId} AND deleted_at IS NULL ORDER BY 1 LIMIT 1`,
      ),
    ])
    return { organization, rows, judged: roles[0]?.judged === true }
  }

  /**
   * Who can change each function or make its role its own, by the function's ARN; principals that hold none of the
   * actions it takes are passed over.
   */
  async takeoversOf(functions: readonly FunctionRecord[]): Promise<Map<string, Judged>> {
    const roleArns = [...new Set(functions.map(roleArnOf))]
    const rows = await principals(this.#pool, sql`r.arn = ANY(${roleArns}::text[])`)
    const roles = new Map(
      rows.flatMap(({ record }) => (record.kind === 'role' ? [[record.arn, record]] : [])),
    )
    const judged = new Map<string, Judged>()
    for (const [accountId, group] of Map.groupBy(functions, (fn) => fn.accountId))
      for (const [arn, one] of await this.#takeoversIn(accountId, group, roles)) judged.set(arn, one)
    return judged
  }

  async #takeoversIn(
    accountId: string,
    functions: readonly FunctionRecord[],
    roles: ReadonlyMap<string, RoleRecord>,
  ): Promise<[string, Judged][]> {
    const { organization, rows, judged } = await this.#of(accountId)
    const known = new Set(rows.map(({ record }) => record.arn))
    const trusted = new Map<string, string[]>()
    for (const fn of functions) {
      const role = roles.get(roleArnOf(fn))
      if (role && !trusted.has(role.arn))
        trusted.set(
          role.arn,
          trustedBy(role, { accountId }).map((one) => one.principal),
        )
    }
    const missing = [...new Set([...trusted.values()].flat())].filter((arn) => !known.has(arn))
    const found = missing.length
      ? await principals(this.#pool, sql`r.account_id = ${accountId} AND r.arn = ANY(${missing}::text[])`)
      : []
    const others = new Map(found.map((row) => [row.record.arn, row]))
    return functions.map((fn) => {
      const role = roles.get(roleArnOf(fn))
      const own = (trusted.get(role?.arn ?? '') ?? []).flatMap((arn) => others.get(arn) ?? [])
      const held = [...rows, ...new Set(own)].map(
        (row): ControlPrincipal => ({ record: row.record, principal: policiesOf(row, organization) }),
      )
      return [fn.arn, judgedOf(takeovers(fn, role, held), judged)]
    })
  }
}

const roleArnOf = (fn: FunctionRecord): string => valueOr<string | null>(fn.roleArn, null) ?? ''

function judgedOf(found: Judged, isJudged: boolean): Judged {
  const unjudged = isJudged ? [] : ['Roles and users of the account were not collected or not judged yet.']
  const left = found.takeovers.length - MAX_TAKEOVERS
  return {
    takeovers: found.takeovers.slice(0, MAX_TAKEOVERS),
    unseen: [...unjudged, ...found.unseen, ...(left > 0 ? [`${left} more principals are left out.`] : [])],
  }
}
