import type { EffectivePermissions } from '#server/domain/access/access.ts'
import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import type { Field } from '#server/domain/field.ts'
import type { ActionTable } from '#server/domain/iam/action-table.ts'
import { effectivePermissions } from '#server/domain/iam/effective-permissions.ts'
import { allowedResources } from '#server/domain/iam/may-perform.ts'
import { principalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { ScpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import type { PrincipalFacts } from './derive-principals.ts'

export type Assessed = {
  body: Record<string, unknown>
  derived: Record<string, unknown>
  level: string
  invokes: string[] | null
  resources: PrincipalFacts['resources']
}

export type AssessContext = {
  scps: ScpLevels
  table: ActionTable
  /** By event source: when the stored events last saw it used. */
  use: Record<string, string>
  lastAccessed: Field<LastAccessedService[]> | undefined
  functions: { name: string; arn: string }[]
}

const MAX_RESOURCES = 30

/** Resources that a role may read or write, for the end of the way of a request. */
function resourcesOf(permissions: EffectivePermissions): PrincipalFacts['resources'] {
  const found = new Map<string, PrincipalFacts['resources'][number]>()
  for (const { service, levels } of permissions.services) {
    if (service === 'logs') continue
    for (const { level, resources } of levels) {
      if (level !== 'Read' && level !== 'Write') continue
      for (const text of resources) {
        const isArn = text.startsWith('arn:')
        const name = isArn ? text.split(':').slice(5).join(':') || text : `every resource of ${service}`
        found.set(`${service} ${name}`, { service, name, arn: isArn ? text : null })
      }
    }
  }
  return [...found.values()].slice(0, MAX_RESOURCES)
}

/** Works out one role or user. */
export function assessPrincipal(record: RoleRecord | UserRecord, context: AssessContext): Assessed {
  const principal = principalPolicies(record, context.scps)
  const invokes = allowedResources(principal, 'lambda:InvokeFunction')?.resources ?? null
  const permissions = effectivePermissions(principal, context.table)
  const resources = resourcesOf(permissions)
  return {
    body: { permissions, invokes, resources },
    derived: { level: 'unknown', functions: context.functions.length },
    level: 'unknown',
    invokes,
    resources,
  }
}
