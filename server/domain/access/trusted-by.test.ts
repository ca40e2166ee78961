import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { policyDocument, roleForTest, TEST_ACCOUNT } from './role-for-test.ts'
import { trustedBy } from './trusted-by.ts'

const trust = (statement: unknown, organizationAccountIds?: string[]) =>
  trustedBy(roleForTest([], { trustPolicy: known(policyDocument(statement)) }), {
    accountId: TEST_ACCOUNT,
    ...(organizationAccountIds ? { organizationAccountIds } : {}),
  })
const allow = (Principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
})
const OTHER = '444455556666'

describe('trustedBy', () => {
  it.each([
    ['a service', { Service: 'lambda.amazonaws.com' }, 'service', false],
    ['this account', { AWS: TEST_ACCOUNT }, 'account', false],
    ["this account's root", { AWS: `arn:aws:iam::${TEST_ACCOUNT}:root` }, 'account', false],
    ['another account', { AWS: `arn:aws:iam::${OTHER}:root` }, 'account', true],
    ['a role', { AWS: `arn:aws:iam::${TEST_ACCOUNT}:role/path/deploy` }, 'role', false],
    ["another account's session", { AWS: `arn:aws:sts::${OTHER}:assumed-role/r/s` }, 'role', true],
    ['a user', { AWS: `arn:aws:iam::${TEST_ACCOUNT}:user/ann` }, 'user', false],
    ['a deleted principal', { AWS: 'AROADELETED' }, 'unknown', false],
    ['anyone', '*', 'anyone', true],
    ['anyone of AWS', { AWS: ['*'] }, 'anyone', true],
    [
      'GitHub',
      { Federated: `arn:aws:iam::${TEST_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
      'federated',
      true,
    ],
    [
      'its own directory',
      { Federated: `arn:aws:iam::${TEST_ACCOUNT}:saml-provider/okta` },
      'federated',
      false,
    ],
    [
      'its own cluster',
      { Federated: `arn:aws:iam::${TEST_ACCOUNT}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/X` },
      'federated',
      false,
    ],
    ['Cognito', { Federated: 'cognito-identity.amazonaws.com' }, 'federated', true],
    ['a principal of a new type', { New: 'x' }, 'unknown', true],
  ])('reads %s', (_, principal, kind, external) => {
    expect(trust(allow(principal, { Action: 'sts:AssumeRole*' }))).toMatchObject([{ kind, external }])
  })

  it('takes accounts of the organisation for ours', () => {
    expect(trust(allow({ AWS: OTHER }), [OTHER])).toMatchObject([{ kind: 'account', external: false }])
  })

  it('has an entry for each principal, with conditions and the statement', () => {
    const found = trust(
      allow(
        { AWS: [OTHER, TEST_ACCOUNT] },
        { Sid: 'S', Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      ),
    )
    expect(found.map(({ principal }) => principal)).toEqual([OTHER, TEST_ACCOUNT])
    expect(found[0]).toMatchObject({
      conditions: ['StringEquals sts:ExternalId x'],
      statement: { kind: 'trust', sid: 'S', index: 0 },
    })
  })

  it('leaves out what a Deny takes back, and says what it takes back at times', () => {
    const found = trust([
      allow({ AWS: [OTHER, TEST_ACCOUNT] }),
      { ...allow({ AWS: OTHER }), Effect: 'Deny' },
      { ...allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }), Effect: 'Deny' },
    ])
    expect(found).toMatchObject([
      { principal: TEST_ACCOUNT, conditions: ['not if Bool aws:MultiFactorAuthPresent false'] },
    ])
    expect(trust([allow('*'), { ...allow('*'), Effect: 'Deny' }])).toEqual([])
  })

  it('reads NotPrincipal as everyone else', () => {
    expect(trust({ ...allow(undefined), NotPrincipal: { AWS: OTHER } })).toMatchObject([{ kind: 'anyone' }])
  })

  it('does not take tagging of a session for a way in', () => {
    expect(trust(allow('*', { Action: ['sts:TagSession', 'sts:SetSourceIdentity'] }))).toEqual([])
  })

  it('is empty where the policy was not seen', () => {
    const role = roleForTest([], { trustPolicy: denied('iam:GetRole') })
    expect(trustedBy(role, { accountId: TEST_ACCOUNT })).toEqual([])
  })
})
