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
    'a principal of a new type',
    { type: 'Robot', principalId: 'R2' },
    { type: 'unknown', name: 'R2', arn: 'R2' },
  ],
  ['nobody', null, { type: 'unknown', name: 'unknown', arn: '', sessionKey: null }],
  ['nonsense', 'x', { type: 'unknown', name: 'unknown' }],
])('knows %s', (_, userIdentity, expected) => {
  expect(trailActor({ userIdentity }, ACCOUNT)).toMatchObject(expected)
})
