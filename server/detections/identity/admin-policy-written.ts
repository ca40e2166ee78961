import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { policyTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { allowsEverything } from '#server/detections/facts/policy-allows.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { roleUse } from '#server/detections/facts/role-use.ts'
import { statementsOf } from '#server/detections/facts/statements-of.ts'
import { IAM, iam, policyOf } from './iam-source.ts'

const POLICY = { policyArn: 'arn:aws:iam::111122223333:policy/orders', setAsDefault: true }

export const adminPolicyWritten = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'admin-policy-written',
  title: 'Policy written that allows everything',
  severity: 'high',
  severityNote: 'Medium where a pipeline or infrastructure as code wrote it.',
  why: 'Everything on everything, under a name that does not say so. A new version of a policy gives it to all who have that policy, without any of them being touched.',
  sources: IAM,
  names: ['CreatePolicy', 'CreatePolicyVersion', 'PutGroupPolicy', 'PutRolePolicy', 'PutUserPolicy'],
  techniques: ['T1098.003', 'T1078.004'],
  falsePositives: "An organisation's own policy for administrators.",
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See who has the policy.', "aws iam list-entities-for-policy --policy-arn '<policy-arn>'"),
    step(
      'To go back, make the version before the one in force.',
      "aws iam set-default-policy-version --policy-arn '<policy-arn>' --version-id '<version>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Splunk aws_create_policy_version_to_allow_all_resources',
    'Panther AWS.IAM.PolicyModified',
    'Sentinel AWS_PrivilegeEscalationFullAccessManagedPolicy',
    'Leonidas privilege_escalation/create-iam-policy-version',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      example(
        'a version of a policy',
        iam('CreatePolicyVersion', { ...POLICY, policyDocument: policyOf('*') }),
      ),
      example(
        'an inline policy of a role',
        iam('PutRolePolicy', {
          roleName: 'orders-api-role',
          policyName: 'x',
          policyDocument: policyOf('*:*'),
        }),
      ),
    ],
    quiet: [
      example('one service', iam('CreatePolicyVersion', { ...POLICY, policyDocument: policyOf('s3:*') })),
      example(
        'everything is denied',
        iam('PutUserPolicy', {
          userName: 'alice',
          policyName: 'off',
          policyDocument: policyOf('*').replace('Allow', 'Deny'),
        }),
      ),
      example(
        'it is denied',
        iam('CreatePolicyVersion', { ...POLICY, policyDocument: policyOf('*') }, { error: 'AccessDenied' }),
      ),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    if (!allowsEverything(statementsOf(field(requestOf(record), 'policyDocument')))) return undefined
    const target = policyTarget(record)
    const { place, evidence } = roleUse(record, context)
    return actMatch(record, {
      of: target,
      title: `Policy that allows everything written by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${target} allows every action on everything.`,
      resources: [target],
      evidence,
      ...place,
      ...loweredForAutomation(record, 'medium'),
    })
  },
})
