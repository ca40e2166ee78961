import { describe, expect, it } from 'vitest'
import { exampleRecord } from '#server/detections/example-record.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { openedTo, trustIn } from './opened-trust.ts'

const provider = (host: string) => ({ Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` })
const GITHUB = 'token.actions.githubusercontent.com'

function opened(principal: unknown, condition: object = {}, isOurs?: boolean) {
  const raw = exampleRecord({
    source: 'iam',
    name: 'UpdateAssumeRolePolicy',
    request: {
      roleName: 'orders',
      policyDocument: JSON.stringify({
        Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition },
      }),
    },
  })
  const record = readRawRecord(raw, { accountId: '111122223333', region: 'us-east-1' })
  if (!record) throw new Error('the record cannot be read')
  return openedTo(trustIn(record), record, { ...NO_CONTEXT, isOwnAccount: () => isOurs })?.whom
}

describe('a trust policy lets in', () => {
  it.each<[string, unknown, object, string]>([
    ['everybody', '*', {}, 'everybody'],
    ['everybody who knows a word', { AWS: '*' }, { StringEquals: { 'sts:ExternalId': 'x' } }, 'everybody'],
    ['another account', { AWS: '444455556666' }, {}, 'account 444455556666'],
    ['a user of another account', { AWS: ['arn:aws:iam::444455556666:user/x'] }, {}, 'account 444455556666'],
    [
      'every repository',
      provider(GITHUB),
      { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } },
      `every user of ${provider(GITHUB).Federated}`,
    ],
    [
      'every repository, by a wildcard',
      provider(GITHUB),
      { StringLike: { [`${GITHUB}:sub`]: '*' } },
      `every user of ${provider(GITHUB).Federated}`,
    ],
    ['every project', provider('gitlab.com'), {}, `every user of ${provider('gitlab.com').Federated}`],
  ])('%s', (_what, principal, condition, whom) => expect(opened(principal, condition)).toBe(whom))
})

describe('a trust policy does not open a role to', () => {
  it.each<[string, unknown, object?, boolean?]>([
    ['a service', { Service: 'lambda.amazonaws.com' }],
    ['the account itself', { AWS: 'arn:aws:iam::111122223333:root' }],
    ['an account of the organisation', { AWS: '444455556666' }, {}, true],
    ['everybody of the organisation', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    ['one repository', provider(GITHUB), { StringLike: { [`${GITHUB}:sub`]: 'repo:shop/*' } }],
    [
      'one identity pool',
      { Federated: 'cognito-identity.amazonaws.com' },
      { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0f1e2d3c' } },
    ],
    ['a provider of its own', provider('login.shop.example')],
    ['nobody, as it cannot be read', 7],
  ])('%s', (_what, principal, condition, isOurs) =>
    expect(opened(principal, condition, isOurs)).toBeUndefined(),
  )
})
