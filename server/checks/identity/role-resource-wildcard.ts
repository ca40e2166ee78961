import { defineCheck } from '#server/checks/define-check.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { ofPlatformFunctions } from './platform-functions.ts'
import { riskVerdict } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'
import { writesIn } from './role-unconstrained-write.ts'

export const roleResourceWildcard = defineCheck({
  id: 'role-resource-wildcard',
  title: 'Role may write to every resource of a service',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: 'What can be deleted as well is role-unconstrained-write.',
  why: 'The actions could be limited to the resources of the function. On * its mistakes, and whoever misuses it, reach everybody’s.',
  references: [REFERENCE.resource, REFERENCE.actions],
  needs: ['roles'],
  elsewhere: [
    'Checkov CKV_AWS_355',
    'Checkov CKV_AWS_356',
    'LambdaGuard PolicyStatement',
    'Cloudsplaining InfrastructureModification',
    'cfn_nag W11',
  ],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    ofPlatformFunctions(record, around) ??
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            writesIn(access, 'other'),
            (names) => `It can write to any resource of ${names}.`,
            'writes are limited, or role-service-wildcard tells of them',
          ),
    ),
  remediate: (record) =>
    showPolicies(record, 'Name the resources that its functions write to in place of the wildcard.'),
})
