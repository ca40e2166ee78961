import type { AnyCheck } from '#server/checks/define-check.ts'
import { roleAdminPolicy } from './role-admin-policy.ts'
import { roleAllowsEverything } from './role-allows-everything.ts'
import { roleCredentialExposure } from './role-credential-exposure.ts'
import { roleDataExfiltration } from './role-data-exfiltration.ts'
import { roleFullCloudtrail } from './role-full-cloudtrail.ts'
import { roleFullIam } from './role-full-iam.ts'
import { roleFullKms } from './role-full-kms.ts'
import { roleFullManagedPolicies } from './role-full-managed-policies.ts'
import { roleNotAction } from './role-not-action.ts'
import { rolePermissionsManagement } from './role-permissions-management.ts'
import { rolePrivilegeEscalation } from './role-privilege-escalation.ts'
import { roleReadsEverySecret } from './role-reads-every-secret.ts'
import { roleResourceWildcard } from './role-resource-wildcard.ts'
import { roleServiceWildcard } from './role-service-wildcard.ts'
import { roleUnconstrainedWrite } from './role-unconstrained-write.ts'

export const IDENTITY_CHECKS: readonly AnyCheck[] = [
  roleAdminPolicy,
  roleAllowsEverything,
  roleCredentialExposure,
  roleDataExfiltration,
  roleFullCloudtrail,
  roleFullIam,
  roleFullKms,
  roleFullManagedPolicies,
  roleNotAction,
  rolePermissionsManagement,
  rolePrivilegeEscalation,
  roleReadsEverySecret,
  roleResourceWildcard,
  roleServiceWildcard,
  roleUnconstrainedWrite,
]
