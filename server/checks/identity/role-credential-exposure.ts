import { defineCheck } from '#server/checks/define-check.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { risksOf, riskVerdict } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

export const roleCredentialExposure = defineCheck({
  id: 'role-credential-exposure',
  title: 'Role can take credentials of others',
  group: 'identity',
  kind: 'role',
  severity: 'high',
  severityNote: 'By action; lower where a pattern or a condition limits it.',
  why: 'Access keys, login profiles and tokens outlive the function: whoever gets them keeps access after the hole is closed.',
  references: [REFERENCE.leastPrivilege, REFERENCE.executionRole],
  needs: ['roles'],
  elsewhere: ['Checkov CKV_AWS_287', 'Checkov CKV_AWS_107', 'Cloudsplaining CredentialsExposure'],
  risks: ['over-privileged-roles', 'leaked-credentials'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            risksOf(access, 'credential-exposure'),
            (names) => `It can take credentials from ${names}.`,
            'hands out no credentials beyond those that are named',
          ),
    ),
  remediate: (record) =>
    showPolicies(
      record,
      'Take these actions out, or name the roles, users and databases that its functions use.',
    ),
})
