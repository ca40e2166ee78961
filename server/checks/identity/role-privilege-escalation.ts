import { defineCheck } from '#server/checks/define-check.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { risksOf, riskVerdict } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { denyActions } from './role-remedies.ts'

export const rolePrivilegeEscalation = defineCheck({
  id: 'role-privilege-escalation',
  title: 'Role can give itself more rights',
  group: 'identity',
  kind: 'role',
  severity: 'critical',
  severityNote: 'Lower where resources, conditions or further steps limit the way.',
  why: 'Whoever gets into one of its functions can become administrator by a published combination of actions, though no policy says so.',
  references: [REFERENCE.passRole, REFERENCE.leastPrivilege],
  needs: ['roles'],
  elsewhere: [
    'Prowler iam_inline_policy_allows_privilege_escalation',
    'Prowler iam_policy_allows_privilege_escalation',
    'Checkov CKV_AWS_286',
    'Checkov CKV_AWS_110',
    'Cloudsplaining PrivilegeEscalation',
    'PMapper privesc',
    'LambdaGuard PrivilegeEscalation',
  ],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            risksOf(access, 'privilege-escalation'),
            (names) => `It can get itself more rights by ${names}.`,
            'no published way to more rights',
          ),
    ),
  remediate: (record, _, around) => {
    const access = around.access(record.arn)
    const risks = access.state === 'known' ? risksOf(access.value, 'privilege-escalation') : []
    return denyActions(
      record,
      'deny-privilege-escalation',
      [...new Set(risks.flatMap(({ actions }) => actions.slice(0, 1)))],
      'Take the first action of each way back: by a narrower policy, or at once by this Deny. It stops them wherever the functions rely on them, so look at their last use before.',
    )
  },
})
