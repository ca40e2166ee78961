import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { adminPolicyAttached } from '#server/detections/facts/admin-rights.ts'
import { principalTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { roleUse } from '#server/detections/facts/role-use.ts'
import { IAM, iam } from './iam-source.ts'

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'
const attach = (policyArn: string, more = {}) =>
  iam('AttachRolePolicy', { roleName: 'orders-api-role', policyArn }, more)

export const adminAttachedToRole = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'admin-attached-to-role',
  title: 'Administrator rights attached to a role',
  severity: 'high',
  severityNote: 'Medium where a pipeline or infrastructure as code did it.',
  why: 'Whoever may assume the role, and every function that runs with it, may do everything in the account. A hole in one function is then a hole in all.',
  sources: IAM,
  names: ['AttachRolePolicy'],
  techniques: ['T1098.003'],
  falsePositives: 'Roles of administrators and of deployments that are set up by hand.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To take the rights away again, detach the policy.',
      "aws iam detach-role-policy --role-name '<role>' --policy-arn '<policy-arn>'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1098/003/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.IAM.AttachAdminRolePolicy',
    'Elastic privilege_escalation_iam_administratoraccess_policy_attached_to_role',
    'Chronicle aws_iam_administrator_access_policy_attached',
    'Tailpipe iam_role_administrator_policy_attached',
    'Sentinel AWS_FullAdminPolicyAttachedToRolesUsersGroups',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      within(
        { functionsOfRole: () => [{ name: 'orders-api', region: 'eu-west-1', runtime: null }] },
        example('a function runs with the role', attach(ADMIN)),
      ),
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
  evaluate: (record, context) => {
    const policy = adminPolicyAttached(record)
    if (policy === undefined) return undefined
    const target = principalTarget(record)
    const { place, evidence } = roleUse(record, context)
    return actMatch(record, {
      of: target,
      title: `Administrator rights attached to ${target} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${target} has ${policy} now.`,
      resources: [target, policy],
      evidence,
      ...place,
      ...loweredForAutomation(record, 'medium'),
    })
  },
})
