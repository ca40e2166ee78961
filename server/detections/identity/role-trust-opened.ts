import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { OTHER_ACCOUNT } from '#server/detections/example-record.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { openedTo, trustIn } from '#server/detections/facts/opened-trust.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { roleUse } from '#server/detections/facts/role-use.ts'
import { IAM, iam, trustOf } from './iam-source.ts'

const ROLE = { roleName: 'orders-api-role' }
const OTHER = { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }
const GITHUB = { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' }
const AUDIENCE = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' }
const trust = (policyDocument: string, more = {}) =>
  iam('UpdateAssumeRolePolicy', { ...ROLE, policyDocument }, more)

export const roleTrustOpened = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'role-trust-opened',
  title: 'Role opened to the outside',
  severity: 'high',
  severityNote: 'Critical where everybody may assume it.',
  why: 'Somebody outside the organisation can have the rights of the role from now on, with a key that nobody here can switch off. It is a common way to stay.',
  sources: IAM,
  names: ['CreateRole', 'UpdateAssumeRolePolicy'],
  techniques: ['T1098.003', 'T1199', 'T1484'],
  falsePositives: 'Roles for vendors, and accounts of the organisation that are not watched.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See who may assume the role.',
      "aws iam get-role --role-name '<role>' --query Role.AssumeRolePolicyDocument",
    ),
    step(
      'To close it, write the trust policy as it was.',
      "aws iam update-assume-role-policy --role-name '<role>' --policy-document file://trust.json",
    ),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.IAM.BackdoorRole',
    'Elastic privilege_escalation_iam_update_assume_role_policy',
    'Stratus Red Team aws.persistence.iam-backdoor-role',
    'Stratus Red Team aws.persistence.iam-create-backdoor-role',
    'Leonidas persistence/alter-assume-role-policy-document',
  ],
  risks: ['over-privileged-roles', 'broken-authentication'],
  examples: {
    fires: [
      example('another account', trust(trustOf(OTHER))),
      example(
        'everybody who knows an external id',
        trust(trustOf('*', { StringEquals: { 'sts:ExternalId': '1' } })),
      ),
      example('every repository on GitHub', trust(trustOf(GITHUB, { StringEquals: AUDIENCE }))),
      example('a new role', iam('CreateRole', { ...ROLE, assumeRolePolicyDocument: trustOf(OTHER) })),
    ],
    quiet: [
      example('Lambda', trust(trustOf({ Service: 'lambda.amazonaws.com' }))),
      example(
        'one repository on GitHub',
        trust(
          trustOf(GITHUB, {
            StringEquals: {
              ...AUDIENCE,
              'token.actions.githubusercontent.com:sub': 'repo:shop/orders:ref:refs/heads/main',
            },
          }),
        ),
      ),
      within({ isOwnAccount: () => true }, example('an account of the organisation', trust(trustOf(OTHER)))),
      example('it is denied', trust(trustOf(OTHER), { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const opened = openedTo(trustIn(record), record, context)
    if (!opened) return undefined
    const { whom, isEverybody, account } = opened
    const role = textOf(record, 'roleName') ?? 'a role that was not recorded'
    const { place, evidence } = roleUse(record, context)
    return actMatch(record, {
      of: `${role} ${whom}`,
      title: `Role ${role} opened to ${whom} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${whom} may assume ${role}.`,
      resources: [role],
      evidence: account === undefined ? evidence : [accountEvidence(account, context), ...evidence],
      ...place,
      ...(isEverybody ? { severity: 'critical', severityNote: 'Nothing narrows who may assume it.' } : {}),
    })
  },
})
