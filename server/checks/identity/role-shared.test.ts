import { expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { allow, failOf, serviceLinkedRole, testRoleCheck } from '#server/testing/role-check.ts'
import { roleShared as check } from './role-shared.ts'

const HARMLESS = roleForTest(allow('sqs:ListQueues'))
const SEVERAL = { functions: ['orders', 'billing'] }

testRoleCheck(check, [
  [
    'pass',
    'one function in two regions',
    HARMLESS,
    { records: [makeFunctionRecord({ name: 'orders', region: 'us-east-1', roleArn: known(HARMLESS.arn) })] },
  ],
  ['pass', 'a role of one function', HARMLESS],
  ['fail low', 'a harmless role of two', HARMLESS, SEVERAL],
  ['fail medium', 'a dangerous role of two', roleForTest(allow('kms:*')), SEVERAL],
  ['pass', 'a role of two where two are accepted', HARMLESS, { ...SEVERAL, parameters: { max: 2 } }],
  ['pass', 'a role that no function runs as', HARMLESS, { functions: [] }],
  ['unknown', 'functions that were not collected', HARMLESS, { functions: [], without: ['function'] }],
  ['not applicable', 'a service-linked role', serviceLinkedRole(), SEVERAL],
])

it('names the functions', () => {
  expect(failOf(check, HARMLESS, SEVERAL).summary).toBe('2 functions run as it: orders, billing.')
})
