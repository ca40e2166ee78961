import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { adminPolicyAttached } from '#server/detections/facts/admin-rights.ts'
import { principalTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'
const attach = (policyArn: string, more = {}) =>
  iam('AttachGroupPolicy', { groupName: 'developers', policyArn }, more)

export const adminAttachedToGroup = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'admin-attached-to-group',
  title: 'Administrator rights attached to a group',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Every user of the group may do everything in the account now, and every user who is added later as well.',
  sources: IAM,
  names: ['AttachGroupPolicy'],
  techniques: ['T1098.003'],
  falsePositives: 'Groups of administrators that are set up by hand.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To take the rights away again, detach the policy.',
      "aws iam detach-group-policy --group-name '<group>' --policy-arn '<policy-arn>'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1098/003/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic privilege_escalation_iam_administratoraccess_policy_attached_to_group',
    'Tailpipe iam_group_administrator_policy_attached',
    'Sentinel AWS_FullAdminPolicyAttachedToRolesUsersGroups',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      example('a person attaches AdministratorAccess', attach(ADMIN)),
      example('rights over IAM, which come to the same', attach('arn:aws:iam::aws:policy/IAMFullAccess')),
    ],
    quiet: [
      example('rights to read', attach('arn:aws:iam::aws:policy/ReadOnlyAccess')),
      example(
        'a policy of the account that is only called so',
        attach('arn:aws:iam::111122223333:policy/AdministratorAccess'),
      ),
      example('it is denied', attach(ADMIN, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const policy = adminPolicyAttached(record)
    if (policy === undefined) return undefined
    const target = principalTarget(record)
    return actMatch(record, {
      of: target,
      title: `Administrator rights attached to ${target} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${target} has ${policy} now.`,
      resources: [target, policy],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
