import { expect, it } from 'vitest'
import { trailActor } from './trail-actor.ts'

const ACCOUNT = '111122223333'
const session = (arn: string, more: object = {}) => ({
  type: 'AssumedRole',
  principalId: 'AROAX:ann',
  arn,
  accountId: ACCOUNT,
  accessKeyId: 'ASIA1',
  sessionContext: {
    sessionIssuer: { type: 'Role', userName: 'deploy', arn: `arn:aws:iam::${ACCOUNT}:role/x/deploy` },
  },
  ...more,
})

it.each([
  [
    'a user',
    {
      type: 'IAMUser',
      userName: 'bob',
      arn: `arn:aws:iam::${ACCOUNT}:user/x/bob`,
      accountId: ACCOUNT,
      accessKeyId: 'AKIA1',
    },
    { type: 'user', name: 'bob', sessionKey: 'AKIA1' },
  ],
  [
    'a role session',
    session(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/ann@example.com`),
    { type: 'role', name: 'deploy/ann@example.com', sessionKey: 'ASIA1' },
  ],
  [
    'a role session without a key',
    session(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/ann`, { accessKeyId: undefined }),
    { type: 'role', name: 'deploy/ann', sessionKey: 'AROAX:ann' },
  ],
  [
    'root',
    { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
    { type: 'root', name: 'root' },
  ],
  [
    'a service',
    { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    { type: 'service', name: 'lambda.amazonaws.com', arn: 'lambda.amazonaws.com' },
  ],
  [
    'another account',
    { type: 'AWSAccount', principalId: 'AIDAY', accountId: '999988887777' },
    { type: 'other-account', arn: 'AIDAY' },
  ],
  [
    'a session of another account',
    session('arn:aws:sts::999988887777:assumed-role/deploy/eve', { accountId: '999988887777' }),
    { type: 'other-account', name: 'deploy/eve' },
  ],
  [
    'a federated user',
    { type: 'WebIdentityUser', userName: 'ci', principalId: 'idp:x', accountId: ACCOUNT },
    { type: 'federated', name: 'ci' },
  ],
  [
    'a person whom Identity Center signed in',
    session(`arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Dev_0123/ann@example.com`, {
      sessionContext: {
        sessionIssuer: { userName: 'AWSReservedSSO_Dev_0123', arn: 'arn:aws:iam::1:role/r' },
      },
    }),
    { type: 'federated', name: 'AWSReservedSSO_Dev_0123/ann@example.com', roleArn: 'arn:aws:iam::1:role/r' },
  ],
  [
    'a person whom a SAML provider signs in',
    { type: 'SAMLUser', principalId: 'x:ann', userName: 'ann', identityProvider: 'x' },
    { type: 'federated', name: 'ann' },
  ],
  [
    'a person in Identity Center itself',
    { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf: { userId: 'u-1' } },
    { type: 'federated' },
  ],
  [
    'a federation token of a user',
    { type: 'FederatedUser', arn: `arn:aws:sts::${ACCOUNT}:federated-user/kim`, accountId: ACCOUNT },
    { type: 'federated', name: 'kim' },
  ],
  [
    'a session that a web identity began',
    session(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run-7`, {
      sessionContext: {
        sessionIssuer: { userName: 'deploy', arn: `arn:aws:iam::${ACCOUNT}:role/x/deploy` },
        webIdFederationData: { federatedProvider: 'arn:aws:iam::1:oidc-provider/x' },
      },
    }),
    { type: 'role', name: 'deploy/run-7', roleArn: `arn:aws:iam::${ACCOUNT}:role/x/deploy` },
  ],
  [
    'a role that acts by itself',
    { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/x/deploy`, accountId: ACCOUNT },
    { type: 'role', name: 'deploy', roleArn: `arn:aws:iam::${ACCOUNT}:role/x/deploy` },
  ],
  [
    'a session whose issuer is missing',
    session(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/ann`, { sessionContext: null }),
    { type: 'role', name: 'deploy/ann', roleArn: null },
  ],
  [
    'anybody who did not sign in',
    { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
    { type: 'anonymous', name: 'anonymous', arn: 'anonymous', sessionKey: null },
  ],
  [
    'a principal whose type is missing, by its ARN',
    { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/ann` },
    { type: 'role', name: 'deploy/ann' },
  ],
  [
    'a service that acts for a principal',
    session(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/ann`, { invokedBy: 'cloudformation.amazonaws.com' }),
    { type: 'role', name: 'deploy/ann' },
  ],
  ['a service without type', { invokedBy: 'lambda.amazonaws.com' }, { type: 'service' }],
  [
    'a principal of a new type',
    { type: 'Robot', principalId: 'R2' },
    { type: 'unknown', name: 'R2', arn: 'R2' },
  ],
  ['nobody', null, { type: 'unknown', name: 'unknown', arn: '', sessionKey: null }],
  ['nonsense', 'x', { type: 'unknown', name: 'unknown' }],
])('knows %s', (_, userIdentity, expected) => {
  expect(trailActor({ userIdentity }, ACCOUNT)).toMatchObject(expected)
})
