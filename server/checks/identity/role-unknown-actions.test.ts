import { expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import {
  allow,
  deny,
  failOf,
  serviceLinkedRole,
  testRoleCheck,
  unreadRole,
} from '#server/testing/role-check.ts'
import { roleUnknownActions as check } from './role-unknown-actions.ts'

testRoleCheck(check, [
  ['pass', 'actions in any case', roleForTest(allow(['S3:getobject', 'sqs:Send*'], 'arn:aws:s3:::b/*'))],
  [
    'fail low',
    'a misspelt action beside others',
    roleForTest(allow(['dynamodb:GetItem', 'dynamodb:GetItems'])),
  ],
  ['fail low', 'a misspelt action alone', roleForTest(allow('sqs:SendMesage'))],
  ['fail info', 'a service that nobody knows', roleForTest(allow('quantumfoo:Run'))],
  ['pass', 'a misspelt action that is denied anyway', roleForTest([allow('sqs:SendMesage'), deny('sqs:*')])],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('sqs:Nope'))],
  ['unknown', 'policies that were not read', unreadRole()],
])

it('quotes the action and its statement', () => {
  const statement = allow(['dynamodb:GetItem', 'dynamodb:GetItems'])
  const { summary, evidence } = failOf(check, roleForTest(statement))
  expect(summary).toBe('AWS has no action dynamodb:GetItems.')
  expect(evidence.at(1)?.value).toBe(JSON.stringify(statement))
})
