import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { policyTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const SET = { policyArn: 'arn:aws:iam::111122223333:policy/orders', versionId: 'v1' }

export const defaultPolicyVersionSet = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'default-policy-version-set',
  title: 'Another version of a policy put in force',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'An old version often allowed more, and whoever may set it gets those rights without writing a policy. Everybody who has the policy gets them as well.',
  sources: IAM,
  names: ['SetDefaultPolicyVersion'],
  techniques: ['T1098.003', 'T1078.004'],
  falsePositives: 'Going back to a version by hand.',
  response: [
    ASK_ACTOR,
    step(
      'See what the version allows.',
      "aws iam get-policy-version --policy-arn '<policy-arn>' --version-id '<version>'",
    ),
    step('See who has the policy.', "aws iam list-entities-for-policy --policy-arn '<policy-arn>'"),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Splunk aws_setdefaultpolicyversion',
    'easttimor ct-access-policy-version',
    'Elastic privilege_escalation_iam_customer_managed_policy_version_created_or_set_default',
    'Sentinel AWS_SetDefaulyPolicyVersion',
    'Leonidas privilege_escalation/set-default-iam-policy-version',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [example('a person puts the first version in force', iam('SetDefaultPolicyVersion', SET))],
    quiet: [
      example('it is denied', iam('SetDefaultPolicyVersion', SET, { error: 'AccessDenied' })),
      example('versions are listed', iam('ListPolicyVersions', { policyArn: SET.policyArn })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const target = policyTarget(record)
    const version = textOf(record, 'versionId') ?? 'another version'
    return actMatch(record, {
      of: target,
      title: `Version ${version} of a policy put in force by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${version} of ${target} holds now.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
