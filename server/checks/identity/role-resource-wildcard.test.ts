import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleResourceWildcard as check } from './role-resource-wildcard.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['fail low', 'writes to every table', roleForTest(allow('dynamodb:PutItem'))],
  [
    'pass',
    'deletion of every table, which role-unconstrained-write tells',
    roleForTest(allow('dynamodb:DeleteTable')),
  ],
  [
    'pass',
    'writes to one table',
    roleForTest(allow('dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t')),
  ],
  ['pass', 'metrics, which take no resource', roleForTest(allow('cloudwatch:PutMetricData'))],
  ['pass', 'writes to every table with a Deny', roleForTest([allow('dynamodb:PutItem'), deny('dynamodb:*')])],
  [
    'pass',
    'writes within a boundary without them',
    roleForTest(allow('dynamodb:PutItem'), boundary(allow('s3:*'))),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  [
    'pass',
    'the usual rights of a function',
    roleForTest(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])),
  ],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('dynamodb:*'))],
])
