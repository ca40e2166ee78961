import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleCredentialExposure as check } from './role-credential-exposure.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['fail high', 'access keys of every user', roleForTest(allow('iam:CreateAccessKey'))],
  [
    'fail medium',
    'Cognito tokens',
    roleForTest(allow('cognito-identity:GetOpenIdTokenForDeveloperIdentity')),
  ],
  ['pass', 'one role', roleForTest(allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/reader'))],
  ['pass', 'one user', roleForTest(allow('iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/robot'))],
  ['pass', 'every user with a Deny', roleForTest([allow('iam:CreateAccessKey'), deny('iam:*')])],
  [
    'pass',
    'every user within a boundary without IAM',
    roleForTest(allow('iam:CreateAccessKey'), boundary(allow('s3:*'))),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  [
    'pass',
    'the usual rights of a function',
    roleForTest(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])),
  ],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('iam:*'))],
])
