import { defineCheck } from '#server/checks/define-check.ts'
import type { AccessRisk, RoleAccess } from '#server/domain/access/access.ts'
import { DESTROYS } from '#server/domain/access/risks/level-risks.ts'
import { isOfExecutionPolicy } from './execution-policies.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { ofPlatformFunctions } from './platform-functions.ts'
import { risksOf, riskVerdict } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'
import { isOfWholeServices } from './whole-service.ts'

/** Writes on everything, by whether they can destroy what they are about. */
export function writesIn(access: RoleAccess, kind: 'destroying' | 'other'): AccessRisk[] {
  return risksOf(access, 'unconstrained-write').filter(
    (risk) =>
      !isOfExecutionPolicy(risk) &&
      !isOfWholeServices(risk, access) &&
      risk.actions.some((action) => DESTROYS.test(action)) === (kind === 'destroying'),
  )
}

export const roleUnconstrainedWrite = defineCheck({
  id: 'role-unconstrained-write',
  title: 'Role can delete any resource of a service',
  group: 'identity',
  kind: 'role',
  severity: 'medium',
  severityNote: 'Low where it holds only under conditions.',
  why: 'A bug or an intruder can delete or stop what belongs to other systems, as the statement names no resource although it could.',
  references: [REFERENCE.resource, REFERENCE.leastPrivilege],
  needs: ['roles'],
  elsewhere: ['Checkov CKV_AWS_290', 'Checkov CKV_AWS_111', 'Cloudsplaining InfrastructureModification'],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    ofPlatformFunctions(record, around) ??
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            writesIn(access, 'destroying'),
            (names) => `It can delete or stop any resource of ${names}.`,
            'deletes nothing beyond what is named, or what role-service-wildcard tells',
          ),
    ),
  remediate: (record) =>
    showPolicies(
      record,
      'Take the deleting actions out, or name the resources that its functions may delete.',
    ),
})
