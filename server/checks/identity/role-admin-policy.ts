import { defineCheck } from '#server/checks/define-check.ts'
import { adminPolicies, isBroad } from './admin-policies.ts'
import { judgePermissions, pass } from './execution-role.ts'
import { REFERENCE } from './role-references.ts'
import { detachPolicies } from './role-remedies.ts'

const nameOf = (arn: string) => arn.split('/').at(-1) ?? arn

export const roleAdminPolicy = defineCheck({
  id: 'role-admin-policy',
  title: 'Role has an administrator policy',
  group: 'identity',
  kind: 'role',
  severity: 'critical',
  severityNote: 'High where PowerUserAccess is all that is left of it, which leaves IAM out.',
  why: 'Whoever runs code in one of its functions owns the account: a bug in one handler becomes a breach of everything.',
  references: [
    REFERENCE.executionRole,
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html',
  ],
  needs: ['roles'],
  elsewhere: [
    'Prowler iam_role_administratoraccess_policy',
    'Checkov CKV_AWS_274',
    'cloudsploit lambdaAdminPrivileges',
    'KICS 1b3af2f9',
    'Cloud Custodian has-specific-managed-policy',
  ],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) => {
      const attached = adminPolicies(record)
      const names = attached.map(nameOf).join(' and ')
      if (attached.length === 0) return pass('Attached policies', 'no administrator policy among them')
      if (!isBroad(access))
        return pass('Effective permissions', `a boundary, Deny or SCP takes most of ${names} back`)
      return {
        state: 'fail',
        severity: access.permissions.admin ? 'critical' : 'high',
        summary: `${names} is attached to it and in force.`,
        evidence: attached.map((arn) => ({ label: 'Attached policy', value: arn })),
      }
    }),
  remediate: (record) =>
    detachPolicies(
      record,
      adminPolicies(record),
      'Give the role the actions that its functions use, then detach the administrator policy: they lose everything else at once.',
    ),
})
