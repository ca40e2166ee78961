import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { awsPolicies } from './admin-policies.ts'

/** AWS's own policies that give a whole service, where a role has them. */
export function fullAccessPolicies(record: RoleRecord): string[] {
  return awsPolicies(record).flatMap(({ arn, resource }) =>
    /_?FullAccess(?:V2|_v2)?$/.test(resource) ? [arn] : [],
  )
}
