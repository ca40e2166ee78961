import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleAllowsEverything as check } from './role-allows-everything.ts'

const managed = (name: string, statement: object) => ({
  attachedPolicies: known([namedPolicy(name, statement, `arn:aws:iam::aws:policy/${name}`)]),
})
const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['fail critical', 'Action * on Resource *', roleForTest(allow('*'))],
  ['fail critical', 'Action *:* in a list', roleForTest([allow(['*:*'])])],
  [
    'fail critical',
    'all but one action, IAM included',
    roleForTest({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: '*' }),
  ],
  [
    'pass',
    'all but IAM',
    roleForTest({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }),
  ],
  ['pass', 'everything on one bucket', roleForTest(allow('*', 'arn:aws:s3:::b/*'))],
  ['pass', 'everything within a narrow boundary', roleForTest(allow('*'), boundary(allow('s3:*')))],
  ['pass', 'everything with a Deny of everything', roleForTest([allow('*'), deny('*')])],
  [
    'not applicable',
    'AdministratorAccess, which has a check of its own',
    roleForTest([], managed('AdministratorAccess', allow('*'))),
  ],
  [
    'not applicable',
    'AdministratorAccess beside a policy that writes logs anywhere',
    roleForTest(
      allow(['logs:CreateLogGroup', 'logs:PutLogEvents']),
      managed('AdministratorAccess', allow('*')),
    ),
  ],
  ['fail critical', 'both', roleForTest(allow('*'), managed('AdministratorAccess', allow('*')))],
  [
    'pass',
    'the usual rights of a function',
    roleForTest(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])),
  ],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('*'))],
])
