import { defineCheck } from '#server/checks/define-check.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { REFERENCE } from './role-references.ts'
import { denyActions } from './role-remedies.ts'
import { wholeService } from './whole-service.ts'

export const roleFullKms = defineCheck({
  id: 'role-full-kms',
  title: 'Role has every right on every KMS key',
  group: 'identity',
  kind: 'role',
  severity: 'high',
  severityNote: 'Medium where all of it holds only under conditions.',
  why: 'It can read what any key of the account protects, hand keys to other accounts, and schedule them for deletion: data without its key is gone.',
  references: [
    REFERENCE.leastPrivilege,
    'https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html',
  ],
  needs: ['roles'],
  elsewhere: ['Prowler iam_inline_policy_no_full_access_to_kms', 'Security Hub KMS.2'],
  risks: ['over-privileged-roles', 'insecure-secrets'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : wholeService(access, 'kms', 'high', 'It may use every action of KMS on every key.'),
    ),
  remediate: (record) =>
    denyActions(
      record,
      'deny-key-administration',
      [
        'kms:ScheduleKeyDeletion',
        'kms:DisableKey',
        'kms:PutKeyPolicy',
        'kms:CreateGrant',
        'kms:DeleteImportedKeyMaterial',
      ],
      'Name the keys and the actions, mostly kms:Decrypt, that its functions use. Until then this Deny keeps keys from being given away or deleted; services that work with grants on behalf of the function need kms:CreateGrant.',
    ),
})
