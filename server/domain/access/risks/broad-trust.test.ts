import { describe, expect, it } from 'vitest'
import { assess, titles } from '#server/domain/access/assess-for-test.ts'
import { policyDocument, TEST_ACCOUNT } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'

const OTHER = '444455556666'

describe('trust', () => {
  const trust = (statement: object, organizationAccountIds?: string[]) =>
    titles(
      assess(
        [],
        { trustPolicy: known(policyDocument({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement })) },
        organizationAccountIds ? { organizationAccountIds } : {},
      ),
    )
  const github = {
    Federated: `arn:aws:iam::${TEST_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  }
  const key = 'token.actions.githubusercontent.com'
  const web = (Principal: unknown, Condition?: object) => ({
    Principal,
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(Condition ? { Condition } : {}),
  })

  it.each<[string, object, string[]]>([
    ['a service', { Principal: { Service: 'lambda.amazonaws.com' } }, []],
    ['anyone', { Principal: '*' }, ['critical Trusts anyone with an AWS account']],
    [
      'anyone of the organisation',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      [],
    ],
    [
      'anyone with an external id',
      { Principal: { AWS: '*' }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      ['high Trusts anyone who meets a condition'],
    ],
    [
      'anyone with any external id',
      { Principal: { AWS: '*' }, Condition: { StringLike: { 'sts:ExternalId': '*' } } },
      ['critical Trusts anyone with an AWS account'],
    ],
    ['another account', { Principal: { AWS: OTHER } }, ['medium Trusts a whole other account']],
    [
      'another account with an external id',
      { Principal: { AWS: OTHER }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      [],
    ],
    ["another account's role", { Principal: { AWS: `arn:aws:iam::${OTHER}:role/ci` } }, []],
    ['its own account', { Principal: { AWS: TEST_ACCOUNT } }, []],
    [
      'GitHub with the audience alone',
      web(github, { StringEquals: { [`${key}:aud`]: 'sts.amazonaws.com' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    [
      'GitHub with every repository',
      web(github, { StringLike: { [`${key}:sub`]: 'repo:*' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    [
      'GitHub with an owner by a pattern',
      web(github, { StringLike: { [`${key}:sub`]: 'repo:acme*/*' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    ['GitHub with a repository', web(github, { StringLike: { [`${key}:sub`]: 'repo:acme/app:*' } }), []],
    [
      'GitHub but for one repository',
      web(github, { StringNotEquals: { [`${key}:sub`]: 'repo:acme/app' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    [
      'Cognito without its pool',
      web({ Federated: 'cognito-identity.amazonaws.com' }),
      ['critical Trusts anyone who signs in at Cognito identities'],
    ],
    [
      "Cognito's guests",
      web(
        { Federated: 'cognito-identity.amazonaws.com' },
        {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': 'p' },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
        },
      ),
      ['high Hands credentials to guests of a Cognito pool'],
    ],
    [
      'a directory by SAML',
      {
        Principal: { Federated: `arn:aws:iam::${TEST_ACCOUNT}:saml-provider/okta` },
        Action: 'sts:AssumeRoleWithSAML',
      },
      [],
    ],
    [
      'a provider of its own without a subject',
      web({ Federated: `arn:aws:iam::${TEST_ACCOUNT}:oidc-provider/login.example.com` }),
      ['medium Trusts anyone who signs in at its identity provider'],
    ],
  ])('of %s', (_, statement, expected) => {
    expect(trust(statement)).toEqual(expected)
  })

  it('of an account of the organisation is none', () => {
    expect(trust({ Principal: { AWS: OTHER } }, [OTHER])).toEqual([])
  })
})
