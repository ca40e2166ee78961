import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleFullIam as check } from './role-full-iam.ts'

const managed = (name: string, statement: object) => ({
  attachedPolicies: known([namedPolicy(name, statement, `arn:aws:iam::aws:policy/${name}`)]),
})
const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['fail critical', 'iam:*', roleForTest(allow('iam:*'))],
  ['fail critical', 'IAMFullAccess', roleForTest([], managed('IAMFullAccess', allow('iam:*')))],
  [
    'fail high',
    'iam:* with a condition',
    roleForTest(allow('iam:*', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } })),
  ],
  ['pass', 'iam:* on its own role', roleForTest(allow('iam:*', 'arn:aws:iam::111122223333:role/app-role'))],
  ['pass', 'reads of IAM', roleForTest(allow(['iam:Get*', 'iam:List*']))],
  ['pass', 'iam:* with a Deny', roleForTest([allow('iam:*'), deny('iam:*')])],
  ['pass', 'iam:* within a boundary without IAM', roleForTest(allow('iam:*'), boundary(allow('s3:*')))],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('iam:*'))],
])
