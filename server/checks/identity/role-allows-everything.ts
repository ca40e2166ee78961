import { defineCheck } from '#server/checks/define-check.ts'
import type { AccessRisk, RoleAccess } from '#server/domain/access/access.ts'
import { adminPolicies } from './admin-policies.ts'
import { judgePermissions, notApplicable, pass } from './execution-role.ts'
import { failFor } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

/** An Allow of everything but something, IAM among what it gives, on every resource and without conditions. */
export const isNearlyEverything = ({ risk, severity }: AccessRisk) =>
  risk === 'not-action' && severity === 'critical'

function everythingIn({ risks, permissions }: RoleAccess): AccessRisk[] {
  return permissions.admin ? risks.filter(({ risk }) => risk === 'admin') : risks.filter(isNearlyEverything)
}

export const roleAllowsEverything = defineCheck({
  id: 'role-allows-everything',
  title: 'Role may do everything',
  group: 'identity',
  kind: 'role',
  severity: 'critical',
  severityNote: null,
  why: 'A statement of the role’s own allows every action on every resource. Whoever runs code in one of its functions owns the account.',
  references: [REFERENCE.leastPrivilege, REFERENCE.notAction],
  needs: ['roles'],
  elsewhere: [
    'Security Hub IAM.1',
    'Prowler iam_inline_policy_no_administrative_privileges',
    'Prowler iam_customer_attached_policy_no_administrative_privileges',
    'AWS Config iam-policy-no-statements-with-admin-access',
    'Checkov CKV_AWS_62',
    'Checkov CKV_AWS_1',
    'KICS 59ebb4f3',
  ],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) => {
      const found = everythingIn(access)
      if (found.length === 0) return pass('Effective permissions', 'no statement gives everything')
      const administrator = new Set(adminPolicies(record))
      const own = found
        .flatMap((risk) => risk.statements)
        .filter(({ policyArn }) => !administrator.has(policyArn ?? ''))
      if (own.length === 0)
        return notApplicable('Its administrator policy gives that: role-admin-policy says so.')
      const names = [...new Set(own.map(({ policy }) => policy))].join(', ')
      return failFor(
        found.map((risk) => ({ ...risk, severity: 'critical', statements: own })),
        access.permissions.admin
          ? `Policy ${names} lets it do everything on everything.`
          : `Policy ${names} lets it do everything but what it names, IAM included.`,
      )
    }),
  remediate: (record) =>
    showPolicies(
      record,
      'Write the actions and resources that its functions use in place of the statement that gives everything.',
    ),
})
