import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleFullManagedPolicies as check } from './role-full-managed-policies.ts'

const managed = (name: string, statement: object) => ({
  attachedPolicies: known([namedPolicy(name, statement, `arn:aws:iam::aws:policy/${name}`)]),
})

testRoleCheck(check, [
  [
    'fail medium',
    'AmazonS3FullAccess',
    roleForTest([], managed('AmazonS3FullAccess', allow(['s3:*', 's3-object-lambda:*']))),
  ],
  ['fail low', 'AmazonPollyFullAccess', roleForTest([], managed('AmazonPollyFullAccess', allow('polly:*')))],
  [
    'fail medium',
    'AWSLambda_FullAccess',
    roleForTest([], managed('AWSLambda_FullAccess', allow('lambda:*'))),
  ],
  [
    'pass',
    'one that a Deny takes back',
    roleForTest(deny('polly:*'), managed('AmazonPollyFullAccess', allow('polly:*'))),
  ],
  [
    'pass',
    'IAMFullAccess, which has a check of its own',
    roleForTest([], managed('IAMFullAccess', allow('iam:*'))),
  ],
  [
    'pass',
    'AWSLambdaBasicExecutionRole',
    roleForTest([], managed('service-role/AWSLambdaBasicExecutionRole', allow('logs:PutLogEvents'))),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('s3:*'))],
])
