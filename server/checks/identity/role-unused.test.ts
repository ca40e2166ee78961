import { expect, it } from 'vitest'
import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied, known } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { allow, estateOfRole, failOf, serviceLinkedRole, testRoleCheck } from '#server/testing/role-check.ts'
import { roleUnused as check } from './role-unused.ts'

const NONE = { functions: [] }
const role = (changes: Partial<RoleRecord> = {}, statement: unknown = []) => roleForTest(statement, changes)
const used = (at: string) => ({ lastUsedAt: known(at) })

testRoleCheck(check, [
  ['fail low', 'a role that was never used', role(), NONE],
  ['fail medium', 'a dangerous role that was never used', role({}, allow('kms:*')), NONE],
  ['fail low', 'a role that was used half a year ago', role(used('2026-05-01T00:00:00.000Z')), NONE],
  ['pass', 'a role that was used last week', role(used('2026-11-14T00:00:00.000Z')), NONE],
  ['pass', 'a role that a function runs as', role()],
  [
    'pass',
    'a role that was used half a year ago, where a year is granted',
    role(used('2026-05-01T00:00:00.000Z')),
    { ...NONE, parameters: { days: 365 } },
  ],
  ['not applicable', 'a role of last week', role({ createdAt: known('2026-11-14T00:00:00.000Z') }), NONE],
  ['not applicable', 'a service-linked role', serviceLinkedRole(), NONE],
  ['unknown', 'a last use that was not read', role({ lastUsedAt: denied('iam:GetRole') }), NONE],
  ['unknown', 'functions that were not collected', role(), { ...NONE, without: ['function'] }],
  ['unknown', 'a day of making that is not known', role({ createdAt: absent() }), NONE],
])

it('shows every step to delete it', () => {
  const attached = known([namedPolicy('m', [], 'arn:aws:iam::aws:policy/m')])
  const left = role({ attachedPolicies: attached })
  const { cli } = check.remediate(left, failOf(check, left, NONE), estateOfRole(left, NONE))
  expect(cli?.split('\n').map((line) => line.split(' ')[2])).toEqual([
    'detach-role-policy',
    'delete-role-policy',
    'delete-role',
  ])
})
