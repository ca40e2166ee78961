import { expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent } from '#server/domain/field.ts'
import { failOf, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleInlinePolicy as check } from './role-inline-policy.ts'

testRoleCheck(check, [
  ['fail low', 'a role with an inline policy', roleForTest([])],
  ['pass', 'a role with managed policies alone', roleForTest([], { inlinePolicies: absent() })],
  ['unknown', 'policies that were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole()],
])

it('is off and names the policies', () => {
  expect(check.off).toBeDefined()
  expect(failOf(check, roleForTest([])).summary).toBe('It has 1 inline policy: app.')
})
