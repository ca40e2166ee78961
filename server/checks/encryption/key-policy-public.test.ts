import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeKmsKey } from '#server/testing/records/posture-records.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { keyPolicyPublic } from './key-policy-public.ts'

const EVERYONE = { Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' }
const when = (operator: string, key: string, value: string | string[]) => ({
  ...EVERYONE,
  Condition: { [operator]: { [key]: value } },
})
const allow = (...statements: object[]): Partial<KmsKeyRecord> => ({
  policy: known(makePolicy(...statements)),
})
const verdictOf = (changes: Partial<KmsKeyRecord>) =>
  keyPolicyPublic.evaluate(makeKmsKey(changes), estateOf([]))

describe('key-policy-public', () => {
  it.each<[string, string, Partial<KmsKeyRecord>]>([
    [
      'pass',
      'its own account',
      allow({ Principal: { AWS: '111122223333' }, Action: 'kms:*', Resource: '*' }),
    ],
    ['pass', 'everyone of one account', allow(when('StringEquals', 'kms:CallerAccount', '111122223333'))],
    ['pass', 'everyone of one organisation', allow(when('StringEquals', 'aws:PrincipalOrgID', 'o-1'))],
    ['pass', 'a statement that denies', allow({ ...EVERYONE, Effect: 'Deny' })],
    ['fail', 'everyone', allow(EVERYONE)],
    [
      'fail',
      'everyone by way of a service',
      allow(when('StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com')),
    ],
    ['fail', 'everyone of any account', allow(when('StringLike', 'kms:CallerAccount', '*'))],
    ['fail', 'everyone beside a good statement', allow({ ...EVERYONE, Principal: { AWS: '1' } }, EVERYONE)],
    ['unknown', 'a policy that is no JSON', { policy: known({ raw: '{', parsed: undefined }) }],
    ['unknown', 'a policy that was denied', { policy: denied('kms:GetKeyPolicy') }],
    ['not applicable', 'a key of AWS’s own', { ...allow(EVERYONE), manager: known('AWS') }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('quotes the statement, and says where it lets everyone change the key', () => {
    expect(verdictOf(allow({ ...EVERYONE, Sid: 'Open' }))).toMatchObject({
      severity: 'critical',
      summary: 'Everyone with an AWS account may use the key.',
      evidence: [{ label: 'Open', value: '{"Effect":"Allow","Principal":"*","Action":["kms:Decrypt"]}' }],
    })
    expect(verdictOf(allow({ ...EVERYONE, Action: 'kms:*' }))).toMatchObject({
      summary: 'Everyone with an AWS account may use and change the key.',
    })
  })
})
