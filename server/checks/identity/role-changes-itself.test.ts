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
import { roleChangesItself as check } from './role-changes-itself.ts'

const UPDATE = 'lambda:UpdateFunctionCode'
const fn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`
const onItself = roleForTest(allow(UPDATE, fn('orders')))

testRoleCheck(check, [
  ['fail medium', 'the code of its own function', onItself],
  [
    'fail medium',
    'its configuration by a pattern',
    roleForTest(allow('lambda:UpdateFunctionConf*', fn('or*'))),
  ],
  ['fail high', 'the same with a dangerous role', roleForTest([allow(UPDATE, fn('orders')), allow('kms:*')])],
  ['pass', 'the code of another function', roleForTest(allow(UPDATE, fn('billing')))],
  ['pass', 'a function whose name goes on', roleForTest(allow(UPDATE, fn('orders-2')))],
  ['pass', 'its own code with a Deny', roleForTest([allow(UPDATE), deny(UPDATE, fn('orders'))])],
  [
    'pass',
    'its own code within a boundary without it',
    roleForTest(allow(UPDATE, fn('orders')), {
      permissionsBoundary: known(namedPolicy('limit', allow('s3:*'))),
    }),
  ],
  ['not applicable', 'a role that no function runs as', onItself, { functions: [] }],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow(UPDATE))],
  ['unknown', 'policies that were not read', unreadRole()],
])

it('is about the functions that can, and no others', () => {
  const verdict = failOf(check, onItself, { functions: ['orders', 'billing'] })
  expect(verdict.affects).toEqual([fn('orders')])
})
