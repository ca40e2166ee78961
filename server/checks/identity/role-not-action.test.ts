import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleNotAction as check } from './role-not-action.ts'

const managed = (name: string, statement: object) => ({
  attachedPolicies: known([namedPolicy(name, statement, `arn:aws:iam::aws:policy/${name}`)]),
})
const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })
const allBut = (...actions: string[]) => ({ Effect: 'Allow', NotAction: actions, Resource: '*' })

testRoleCheck(check, [
  ['fail high', 'all but IAM', roleForTest(allBut('iam:*', 'organizations:*'))],
  [
    'fail medium',
    'all buckets but one',
    roleForTest({ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::secret/*' }),
  ],
  ['pass', 'all but one action, which role-allows-everything tells', roleForTest(allBut('s3:DeleteBucket'))],
  [
    'pass',
    'PowerUserAccess, which role-admin-policy tells',
    roleForTest([], managed('PowerUserAccess', allBut('iam:*'))),
  ],
  [
    'pass',
    'a Deny with NotAction',
    roleForTest([allow('s3:GetObject', 'arn:aws:s3:::b/*'), { ...allBut('s3:*'), Effect: 'Deny' }]),
  ],
  [
    'pass',
    'all but IAM within a boundary of nothing of it',
    roleForTest(allBut('iam:*'), boundary(allow('iam:Get*'))),
  ],
  ['pass', 'all but IAM with a Deny of everything', roleForTest([allBut('iam:*'), deny('*')])],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  [
    'pass',
    'the usual rights of a function',
    roleForTest(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])),
  ],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allBut('iam:*'))],
])
