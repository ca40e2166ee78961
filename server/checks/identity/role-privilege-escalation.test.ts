import { expect, it } from 'vitest'
import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import {
  allow,
  deny,
  estateOfRole,
  failOf,
  serviceLinkedRole,
  testRoleCheck,
  unreadRole,
} from '#server/testing/role-check.ts'
import { rolePrivilegeEscalation as check } from './role-privilege-escalation.ts'

const PUT = allow('iam:PutRolePolicy')
const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['fail critical', 'a role that may write its own policy', roleForTest(PUT)],
  ['pass', 'the same with a Deny', roleForTest([PUT, deny('iam:Put*')])],
  ['pass', 'the same within a boundary without IAM', roleForTest(PUT, boundary(allow('s3:*')))],
  ['fail critical', 'the same within a wide boundary', roleForTest(PUT, boundary(allow('*')))],
  ['pass', 'a role that may write objects', roleForTest(allow('s3:PutObject', 'arn:aws:s3:::b/*'))],
  [
    'pass',
    'a role that may pass itself alone',
    roleForTest(allow(['iam:PassRole', 'lambda:CreateFunction'], 'arn:aws:iam::111122223333:role/app-role')),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['not applicable', 'a service-linked role', serviceLinkedRole(PUT)],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  [
    'fail critical',
    'a role of which a part was not read',
    unreadRole({ attachedPolicies: known([namedPolicy('own', PUT)]) }),
  ],
])

it('names the way and quotes the statement', () => {
  const verdict = failOf(check, roleForTest(PUT))
  expect(verdict.summary).toBe('It can get itself more rights by PutRolePolicy.')
  expect(verdict.evidence.map(({ value }) => value)).toContain(JSON.stringify(PUT))
})

it('denies just the actions that matter, in words that a shell keeps together', () => {
  const role = roleForTest(PUT, { name: `x'; rm -rf $HOME` })
  const { cli, terraform } = check.remediate(role, failOf(check, role), estateOfRole(role))
  expect(cli).toContain(`--role-name 'x'\\''; rm -rf $HOME'`)
  expect(terraform).toContain('iam:PutRolePolicy')
})
