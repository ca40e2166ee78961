import { expect, it } from 'vitest'
import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import {
  allow,
  deny,
  failOf,
  serviceLinkedRole,
  testRoleCheck,
  unreadRole,
} from '#server/testing/role-check.ts'
import { roleServiceWildcard as check } from './role-service-wildcard.ts'

const managed = (name: string, statement: object) => ({
  attachedPolicies: known([namedPolicy(name, statement, `arn:aws:iam::aws:policy/${name}`)]),
})
const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  [
    'pass',
    'what a NotAction leaves within a boundary that has wildcards',
    roleForTest(
      { Effect: 'Allow', NotAction: ['iam:*'], Resource: 'arn:aws:secretsmanager:*:*:secret:*' },
      boundary(allow('*')),
    ),
  ],
  ['fail high', 'dynamodb:*', roleForTest(allow('dynamodb:*'))],
  ['fail medium', 'sns:*', roleForTest(allow('sns:*'))],
  [
    'pass',
    'sns:* where that is accepted',
    roleForTest(allow('sns:*')),
    { parameters: { allowedServices: ['SNS'] } },
  ],
  [
    'fail low',
    'dynamodb:* on one table',
    roleForTest(allow('dynamodb:*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t')),
  ],
  ['pass', 'sns:* on one topic', roleForTest(allow('sns:*', 'arn:aws:sns:eu-west-1:111122223333:t'))],
  [
    'pass',
    'iam:*, kms:* and cloudtrail:*, which have checks of their own',
    roleForTest(allow(['iam:*', 'kms:*', 'cloudtrail:*'])),
  ],
  ['fail low', 'kms:* on one key', roleForTest(allow('kms:*', 'arn:aws:kms:eu-west-1:111122223333:key/k'))],
  ['pass', 'a wildcard that AWS wrote', roleForTest([], managed('AmazonSNSFullAccess', allow('sns:*')))],
  ['pass', 'what a NotAction gives', roleForTest({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' })],
  ['pass', 'a wildcard of some actions', roleForTest(allow('dynamodb:Get*'))],
  [
    'pass',
    'sns:* within a boundary of one action',
    roleForTest(allow('sns:*'), boundary(allow('sns:Publish'))),
  ],
  ['pass', 'sns:* with a Deny', roleForTest([allow('sns:*'), deny('sns:*')])],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('sns:*'))],
])

it('names the services once', () => {
  expect(failOf(check, roleForTest(allow(['sns:*', 'sqs:*']))).summary).toBe(
    'A wildcard gives it every action of Amazon SNS, Amazon SQS.',
  )
})
