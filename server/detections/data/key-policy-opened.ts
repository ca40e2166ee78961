import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import {
  accountEvidence,
  accountIn,
  isOutside,
  outsideAccounts,
} from '#server/detections/facts/outside-accounts.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { statementsOf } from '#server/detections/facts/statements-of.ts'
import { isPublicKeyStatement } from '#server/domain/iam/public-policy.ts'

const call = callTo('kms')
const policy = (Principal: unknown, Condition = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*', Condition }],
  })

export const keyPolicyOpened = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'key-policy-opened',
  title: 'Key policy opened to others',
  severity: 'high',
  severityNote: 'Medium where it is one other account.',
  why: 'Who may use the key reads what it encrypts, from any account. Who may change its policy keeps it, and can lock you out.',
  sources: ['kms.amazonaws.com'],
  names: ['PutKeyPolicy', 'CreateKey', 'CreateGrant'],
  techniques: ['T1486', 'T1098'],
  falsePositives: 'Keys that are shared with another account on purpose.',
  response: [ASK_ACTOR, step('See the policy of the key.', "aws kms get-key-policy --key-id '<key>'")],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic privilege_escalation_kms_key_policy_put',
    'Splunk aws_detect_users_creating_keys_with_encrypt_policy_without_mfa',
    'Sentinel AWS_OverlyPermessiveKMS',
  ],
  risks: ['insecure-secrets', 'over-privileged-roles'],
  examples: {
    fires: [
      example('everybody may do everything', call('PutKeyPolicy', { keyId: 'k-1', policy: policy('*') })),
      example(
        'another account may',
        call('PutKeyPolicy', { keyId: 'k-1', policy: policy({ AWS: 'arn:aws:iam::444455556666:root' }) }),
      ),
    ],
    quiet: [
      example(
        'the account itself',
        call('PutKeyPolicy', { keyId: 'k-1', policy: policy({ AWS: 'arn:aws:iam::111122223333:root' }) }),
      ),
      example(
        'everybody of this account',
        call('PutKeyPolicy', {
          keyId: 'k-1',
          policy: policy({ AWS: '*' }, { StringEquals: { 'kms:CallerAccount': '111122223333' } }),
        }),
      ),
      within(
        { isOwnAccount: () => true },
        example(
          'an account of the organisation',
          call('PutKeyPolicy', { keyId: 'k-1', policy: policy({ AWS: 'arn:aws:iam::444455556666:root' }) }),
        ),
      ),
      example(
        'the call is denied',
        call('PutKeyPolicy', { keyId: 'k-1', policy: policy('*') }, { error: 'AccessDenied' }),
      ),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    const statements = statementsOf(field(requestOf(record), 'policy'))
    const grantee = accountIn(textOf(record, 'granteePrincipal'))
    const isOpen = statements.some(isPublicKeyStatement)
    const accounts = [
      ...outsideAccounts(statements, record, context),
      ...(isOutside(grantee, record, context) ? [grantee] : []),
    ]
    if (!isOpen && accounts.length === 0) return undefined
    const target = nameAtEnd(textOf(record, 'keyId') ?? record.resources[0] ?? 'a key')
    return actMatch(record, {
      of: target,
      title: `Key ${target} opened to ${isOpen ? 'everybody' : accounts.join(', ')} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      evidence: accounts.map((account) => accountEvidence(account, context)),
      ...(isOpen
        ? {}
        : {
            severity: 'medium' as const,
            severityNote: 'It is opened to another account, not to everybody.',
          }),
    })
  },
})
