import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { rolePermissionsManagement as check } from './role-permissions-management.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['pass', 's3:*, which role-service-wildcard tells', roleForTest(allow('s3:*'))],
  ['fail medium', 'policies of every bucket', roleForTest(allow('s3:PutBucketPolicy'))],
  ['fail high', 'policies of IAM that it does not have', roleForTest(allow('iam:DeletePolicy'))],
  ['pass', 'the policy of one bucket', roleForTest(allow('s3:PutBucketPolicy', 'arn:aws:s3:::b'))],
  [
    'pass',
    'its own policies, which role-privilege-escalation tells',
    roleForTest(allow('iam:PutRolePolicy')),
  ],
  [
    'pass',
    'policies of every bucket with a Deny',
    roleForTest([allow('s3:PutBucketPolicy'), deny('s3:Put*')]),
  ],
  [
    'pass',
    'policies of every bucket within a boundary of objects',
    roleForTest(allow('s3:PutBucketPolicy'), boundary(allow('s3:*Object'))),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  [
    'pass',
    'the usual rights of a function',
    roleForTest(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])),
  ],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('s3:*'))],
])
