import { expect, it } from 'vitest'
import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import { serviceLinkedRole, testRoleCheck } from '#server/testing/role-check.ts'
import { roleBoundaryMissing as check } from './role-boundary-missing.ts'

testRoleCheck(check, [
  ['fail low', 'a role without a boundary', roleForTest([])],
  ['pass', 'a role with one', roleForTest([], { permissionsBoundary: known(namedPolicy('limit', [])) })],
  [
    'unknown',
    'a boundary that was not read',
    roleForTest([], { permissionsBoundary: denied('iam:GetRole') }),
  ],
  ['not applicable', 'a service-linked role', serviceLinkedRole()],
])

it('is off', () => expect(check.off).toBeDefined())
