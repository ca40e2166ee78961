import type { RoleAccess } from '#server/domain/access/access.ts'
import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'

const ADMIN_POLICY = /^policy\/(?:job-function\/)?(?:AdministratorAccess|PowerUserAccess)$/
/** More services than this in full are what PowerUserAccess gives; a boundary that leaves fewer has taken the point. */
const MANY_SERVICES = 50

/** ARNs of AWS's own policies that are attached to a role. */
export function awsPolicies(record: RoleRecord): { arn: string; resource: string }[] {
  return (valueOr(record.attachedPolicies, []) ?? []).flatMap(({ arn }) => {
    const parts = arn === undefined ? undefined : parseArn(arn)
    return arn && parts?.accountId === 'aws' ? [{ arn, resource: parts.resource }] : []
  })
}

/** AdministratorAccess and PowerUserAccess, where a role has them. */
export function adminPolicies(record: RoleRecord): string[] {
  return awsPolicies(record).flatMap(({ arn, resource }) => (ADMIN_POLICY.test(resource) ? [arn] : []))
}

/** Whether what is left after Deny, boundary and SCPs is still the run of the account. */
export function isBroad({ permissions }: RoleAccess): boolean {
  return (
    permissions.admin || permissions.services.filter(({ everyAction }) => everyAction).length > MANY_SERVICES
  )
}
