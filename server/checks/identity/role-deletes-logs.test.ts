import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleDeletesLogs as check } from './role-deletes-logs.ts'

const DELETE = 'logs:DeleteLogGroup'
const group = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/${name}`

testRoleCheck(check, [
  ['fail medium', 'deletion of its own group', roleForTest(allow(DELETE, group('orders')))],
  ['fail medium', 'the same as most write it', roleForTest(allow(DELETE, `${group('orders')}:*`))],
  ['fail medium', 'logs:*', roleForTest(allow('logs:*'))],
  ['fail medium', 'deletion of its streams', roleForTest(allow('logs:DeleteLogStream', `${group('*')}:*`))],
  ['pass', 'another group', roleForTest(allow(DELETE, group('billing')))],
  ['pass', 'writing alone', roleForTest(allow(['logs:CreateLogGroup', 'logs:PutLogEvents']))],
  ['pass', 'logs:* with a Deny', roleForTest([allow('logs:*'), deny('logs:Delete*')])],
  ['not applicable', 'a role that no function runs as', roleForTest(allow(DELETE)), { functions: [] }],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow(DELETE))],
  ['unknown', 'policies that were not read', unreadRole()],
])
