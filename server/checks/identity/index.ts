import type { AnyCheck } from '#server/checks/define-check.ts'
import { functionTakeover } from './function-takeover.ts'
import { roleAdminPolicy } from './role-admin-policy.ts'
import { roleAllowsEverything } from './role-allows-everything.ts'
import { roleBoundaryMissing } from './role-boundary-missing.ts'
import { roleCannotLog } from './role-cannot-log.ts'
import { roleChangesItself } from './role-changes-itself.ts'
import { roleCredentialExposure } from './role-credential-exposure.ts'
import { roleDataExfiltration } from './role-data-exfiltration.ts'
import { roleDatabaseDirect } from './role-database-direct.ts'
import { roleDeletesLogs } from './role-deletes-logs.ts'
import { roleFullCloudtrail } from './role-full-cloudtrail.ts'
import { roleFullIam } from './role-full-iam.ts'
import { roleFullKms } from './role-full-kms.ts'
import { roleFullManagedPolicies } from './role-full-managed-policies.ts'
import { roleInlinePolicy } from './role-inline-policy.ts'
import { roleMissing } from './role-missing.ts'
import { roleNotAction } from './role-not-action.ts'
import { rolePermissionsManagement } from './role-permissions-management.ts'
import { rolePrivilegeEscalation } from './role-privilege-escalation.ts'
import { roleReadsEverySecret } from './role-reads-every-secret.ts'
import { roleResourceWildcard } from './role-resource-wildcard.ts'
import { roleServiceWildcard } from './role-service-wildcard.ts'
import { roleShared } from './role-shared.ts'
import { roleTrustBroad } from './role-trust-broad.ts'
import { roleTrustConfusedDeputy } from './role-trust-confused-deputy.ts'
import { roleTrustExternalWithoutExternalId } from './role-trust-external-without-external-id.ts'
import { roleTrustOtherPrincipals } from './role-trust-other-principals.ts'
import { roleUnconstrainedWrite } from './role-unconstrained-write.ts'
import { roleUnknownActions } from './role-unknown-actions.ts'
import { roleUnused } from './role-unused.ts'
import { roleUnusedPermissions } from './role-unused-permissions.ts'

export const IDENTITY_CHECKS: readonly AnyCheck[] = [
  functionTakeover,
  roleAdminPolicy,
  roleAllowsEverything,
  roleBoundaryMissing,
  roleCannotLog,
  roleChangesItself,
  roleCredentialExposure,
  roleDataExfiltration,
  roleDatabaseDirect,
  roleDeletesLogs,
  roleFullCloudtrail,
  roleFullIam,
  roleFullKms,
  roleFullManagedPolicies,
  roleInlinePolicy,
  roleMissing,
  roleNotAction,
  rolePermissionsManagement,
  rolePrivilegeEscalation,
  roleReadsEverySecret,
  roleResourceWildcard,
  roleServiceWildcard,
  roleShared,
  roleTrustBroad,
  roleTrustConfusedDeputy,
  roleTrustExternalWithoutExternalId,
  roleTrustOtherPrincipals,
  roleUnconstrainedWrite,
  roleUnknownActions,
  roleUnusedPermissions,
  roleUnused,
]
