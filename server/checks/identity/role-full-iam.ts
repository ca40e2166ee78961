import { defineCheck } from '#server/checks/define-check.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { REFERENCE } from './role-references.ts'
import { denyActions } from './role-remedies.ts'
import { wholeService } from './whole-service.ts'

export const roleFullIam = defineCheck({
  id: 'role-full-iam',
  title: 'Role has every right in IAM',
  group: 'identity',
  kind: 'role',
  severity: 'critical',
  severityNote: 'High where all of it holds only under conditions.',
  why: 'Every right in IAM is every right: the role can make itself or anybody else administrator.',
  references: [
    REFERENCE.leastPrivilege,
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMFullAccess.html',
  ],
  needs: ['roles'],
  elsewhere: ['Checkov CKV2_AWS_40', 'Checkov CKV2_AWS_56', 'Security Hub IAM.21'],
  risks: ['over-privileged-roles', 'leaked-credentials'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : wholeService(access, 'iam', 'critical', 'It may use every action of IAM on everything.'),
    ),
  remediate: (record) =>
    denyActions(
      record,
      'deny-iam-changes',
      [
        'iam:Add*',
        'iam:Attach*',
        'iam:Create*',
        'iam:Delete*',
        'iam:Detach*',
        'iam:Put*',
        'iam:Remove*',
        'iam:Set*',
        'iam:Update*',
      ],
      'Leave changes in IAM to deployment: take the statement out, or stop them at once by this Deny. Functions that create roles or users fail from then on.',
    ),
})
