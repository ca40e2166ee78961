import { defineCheck } from '#server/checks/define-check.ts'
import type { RoleAccess } from '#server/domain/access/access.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { risksOf, riskVerdict } from './risk-verdict.ts'
import { isNearlyEverything } from './role-allows-everything.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

/** PowerUserAccess is such a statement too; role-admin-policy speaks of it. */
const ofAdminPolicy = (arn: string | null) => /\/PowerUserAccess$/.test(arn ?? '')

const found = (access: RoleAccess) =>
  risksOf(access, 'not-action').filter(
    (risk) =>
      !isNearlyEverything(risk) && !risk.statements.every(({ policyArn }) => ofAdminPolicy(policyArn)),
  )

export const roleNotAction = defineCheck({
  id: 'role-not-action',
  title: 'Role is allowed all but what is named',
  group: 'identity',
  kind: 'role',
  severity: 'high',
  severityNote: 'Medium for NotResource; lower where resources or conditions limit it.',
  why: 'An Allow with NotAction or NotResource grants everything that its author did not think of, and everything that AWS adds.',
  references: [REFERENCE.notAction, REFERENCE.leastPrivilege],
  needs: ['roles'],
  elsewhere: ['LambdaGuard PolicyStatement', 'cfn_nag W14', 'cfn_nag W15', 'cfn_nag W21'],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            found(access),
            (names) => `It has an ${names}: everything that the statement leaves out is allowed.`,
            'no Allow with NotAction or NotResource in force',
          ),
    ),
  remediate: (record) =>
    showPolicies(record, 'Turn the statement round: list in Action and Resource what its functions use.'),
})
