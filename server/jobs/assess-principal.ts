import type { RoleAccess, ServiceAccess } from '#server/domain/access/access.ts'
import { assessRole } from '#server/domain/access/assess-role.ts'
import { controlsOf } from '#server/domain/access/control-actions.ts'
import { serviceOfSource } from '#server/domain/access/least-privilege/action-of-event.ts'
import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import { invokesOf, type Means, resourcesOf, startsOf } from '#server/domain/access/means.ts'
import { type Field, valueOr } from '#server/domain/field.ts'
import type { ActionTable } from '#server/domain/iam/action-table.ts'
import { effectivePermissions } from '#server/domain/iam/effective-permissions.ts'
import { principalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { ScpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { pack } from '#server/store/packed.ts'

export type Assessed = {
  body: Record<string, unknown>
  derived: Record<string, unknown>
  level: RoleAccess['level']
  means: Means
  /** Some of its own policies could not be read. */
  blind: boolean
}

export type AssessContext = {
  scps: ScpLevels
  organization: OrganizationRecord | undefined
  table: ActionTable
  /** By event source: when the stored events last saw it used. */
  use: Record<string, string>
  lastAccessed: Field<LastAccessedService[]> | undefined
  functions: { name: string; arn: string }[]
}

const MAX_TRUSTED = 20

/** When each service was last used, from IAM's last accessed details and from the stored events. */
function withUse(services: ServiceAccess[], { use, lastAccessed }: AssessContext): ServiceAccess[] {
  const seen = new Map<string, string>()
  for (const [source, at] of Object.entries(use)) {
    const service = serviceOfSource(source)
    if ((seen.get(service) ?? '') < at) seen.set(service, at)
  }
  const told = lastAccessed ? valueOr(lastAccessed, undefined) : undefined
  const asked = new Map((told ?? []).map((one) => [one.service, one.lastAccessedAt]))
  return services.map((service) => {
    const times = [seen.get(service.service), asked.get(service.service)].filter(
      (at) => typeof at === 'string',
    )
    const lastUsedAt = times.sort().at(-1) ?? null
    const isUnused = asked.get(service.service) === null
    return { ...service, lastUsedAt, use: lastUsedAt ? 'used' : isUnused ? 'not used' : 'unknown' }
  })
}

function derivedOf(access: RoleAccess, context: AssessContext): Record<string, unknown> {
  const { permissions, risks, trust, level } = access
  const isTold = context.lastAccessed?.state === 'known'
  return {
    level,
    risks: [...new Set(risks.map((risk) => risk.risk))],
    functions: context.functions.length,
    services: permissions.services.length,
    unusedServices: isTold ? permissions.services.filter((one) => one.use === 'not used').length : null,
    admin: permissions.admin,
    wildcard: permissions.admin || permissions.services.some((one) => one.everyAction),
    trust: [...new Set(trust.map((one) => one.principal))].slice(0, MAX_TRUSTED),
  }
}

/** Works out one role or user: what it may do and, of a role, how risky that is. */
export function assessPrincipal(record: RoleRecord | UserRecord, context: AssessContext): Assessed {
  const { table, organization } = context
  const principal = principalPolicies(record, context.scps)
  const invokes = invokesOf(principal)
  const starts = startsOf(principal)
  const blind = principal.identityUnseen
  const control = { controls: controlsOf(principal), blind }
  if (record.kind === 'user') {
    const means: Means = { invokes, starts, resources: [] }
    return { body: means, derived: control, level: 'unknown', means, blind }
  }
  const permissions = effectivePermissions(principal, table)
  const means: Means = { invokes, starts, resources: resourcesOf(permissions) }
  const accounts = organization && valueOr(organization.accounts, undefined)
  const access = assessRole({
    record,
    principal,
    permissions: { ...permissions, services: withUse(permissions.services, context) },
    sharedBy: context.functions,
    accountId: record.accountId,
    ...(accounts ? { organizationAccountIds: accounts.map((one) => one.id) } : {}),
    table,
  })
  const body = { ...access, permissions: pack(access.permissions), ...means }
  return { body, derived: { ...derivedOf(access, context), ...control }, level: access.level, means, blind }
}
