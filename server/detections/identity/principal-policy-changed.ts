import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { policyTarget, principalTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { roleUse } from '#server/detections/facts/role-use.ts'
import { IAM, iam, policyOf } from './iam-source.ts'

const ROLE = { roleName: 'orders-api-role' }

export const principalPolicyChanged = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'principal-policy-changed',
  title: 'Policies of a user, role or group changed',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'Somebody has other rights now than before. Here for the record: what is dangerous about a change has detections of its own.',
  sources: IAM,
  names: ['User', 'Role', 'Group'].flatMap((kind) => [
    `Attach${kind}Policy`,
    `Delete${kind}Policy`,
    `Detach${kind}Policy`,
    `Put${kind}Policy`,
  ]),
  techniques: ['T1098.003'],
  falsePositives: 'Every deployment that touches a role.',
  response: [
    ASK_ACTOR,
    step('See what the role may do now.', "aws iam list-attached-role-policies --role-name '<role>'"),
    step('See its inline policies.', "aws iam list-role-policies --role-name '<role>'"),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.IAMAnythingChanged',
    'easttimor ct-access-principal-policies',
    'Elastic privilege_escalation_iam_customer_managed_policy_attached_to_role',
    'Elastic privilege_escalation_iam_inline_policy_added_to_group',
    'Splunk aws_detect_attach_to_role_policy',
    'Tailpipe iam_role_managed_policy_attached',
    'Leonidas privilege_escalation/add-policy-to-role',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      example(
        'a person attaches a policy',
        iam('AttachRolePolicy', { ...ROLE, policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }),
      ),
      example(
        'a stack writes an inline policy',
        iam(
          'PutRolePolicy',
          { ...ROLE, policyName: 'orders', policyDocument: policyOf('s3:GetObject') },
          { by: 'pipeline' },
        ),
      ),
    ],
    quiet: [
      example('it is denied', iam('AttachRolePolicy', ROLE, { error: 'AccessDenied' })),
      example('policies are listed', iam('ListAttachedRolePolicies', ROLE)),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    const target = principalTarget(record)
    const { place, evidence } = roleUse(record, context)
    return actMatch(record, {
      of: target,
      title: `Policies of ${target} changed by ${whoIn(record)}`,
      summary: `${ranIn(record)} on ${target}: ${policyTarget(record)}.`,
      resources: [target],
      evidence,
      ...place,
      ...loweredForAutomation(record, 'info'),
    })
  },
})
