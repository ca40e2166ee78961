import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { openedTo, trustIn } from '#server/detections/facts/opened-trust.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { roleUse } from '#server/detections/facts/role-use.ts'
import { IAM, iam, trustOf } from './iam-source.ts'

const trust = (principal: unknown, more = {}) =>
  iam('UpdateAssumeRolePolicy', { roleName: 'orders-api-role', policyDocument: trustOf(principal) }, more)
const ALICE = { AWS: 'arn:aws:iam::111122223333:user/alice' }

export const roleTrustChanged = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'role-trust-changed',
  title: 'Trust policy of a role changed',
  severity: 'medium',
  severityNote:
    'Info where a pipeline or infrastructure as code did it; roles that are opened have a detection of their own.',
  why: 'Other principals may have the rights of the role from now on. Whoever may write the trust policy of an administrator is one.',
  sources: IAM,
  names: ['UpdateAssumeRolePolicy'],
  techniques: ['T1098.003', 'T1548.005'],
  falsePositives: 'Roles that are set up by hand.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See who may assume the role.',
      "aws iam get-role --role-name '<role>' --query Role.AssumeRolePolicyDocument",
    ),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html'],
  needs: ['trail-events'],
  elsewhere: [
    'easttimor ct-access-trust-policy',
    'Elastic privilege_escalation_iam_update_assume_role_policy',
    'Leonidas persistence/alter-assume-role-policy-document',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      example('a person lets a user in', trust(ALICE)),
      example('the pipeline lets Lambda in', trust({ Service: 'lambda.amazonaws.com' }, { by: 'pipeline' })),
    ],
    quiet: [
      example('everybody is let in, which has a detection of its own', trust('*')),
      example('it is denied', trust(ALICE, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    const statements = trustIn(record)
    if (openedTo(statements, record, context)) return undefined
    const role = textOf(record, 'roleName') ?? 'a role that was not recorded'
    const { place, evidence } = roleUse(record, context)
    const whom = statements.flatMap(({ principals }) => principals.map(({ value }) => value)).slice(0, 10)
    return actMatch(record, {
      of: role,
      title: `Trust policy of ${role} changed by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${role} may be assumed by ${whom.join(', ') || 'principals that were not recorded'}.`,
      resources: [role],
      evidence,
      ...place,
      ...loweredForAutomation(record, 'info'),
    })
  },
})
