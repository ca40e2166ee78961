import { expect, it } from 'vitest'
import { iamUser, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { callerOf } from './caller.ts'

const SSO = 'AWSReservedSSO_Developer_0123456789abcdef'

it.each([
  ['a user', iamUser('ann'), 'arn:aws:iam::111122223333:user/ann'],
  ['a role, whatever its session', roleSession('support', 'x-1'), 'arn:aws:iam::111122223333:role/support'],
  [
    'a person of single sign-on',
    roleSession(SSO, 'bob@example.com'),
    `arn:aws:sts::111122223333:assumed-role/${SSO}/bob@example.com`,
  ],
])('counts by %s', (_who, userIdentity, caller) =>
  expect(callerOf(trailRecord({ userIdentity }))).toBe(caller),
)
