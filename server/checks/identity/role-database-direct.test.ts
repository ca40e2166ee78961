import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleDatabaseDirect as check } from './role-database-direct.ts'

const user = (id: string) => `arn:aws:rds-db:eu-west-1:111122223333:dbuser:${id}/app`
const CONNECT = 'rds-db:connect'

testRoleCheck(check, [
  ['fail low', 'an instance', roleForTest(allow(CONNECT, user('db-ABCDEFGHIJKL')))],
  ['fail low', 'a cluster', roleForTest(allow(CONNECT, user('cluster-ABCDEFGHIJKL')))],
  ['fail medium', 'any database', roleForTest(allow(CONNECT))],
  ['pass', 'a proxy', roleForTest(allow(CONNECT, user('prx-0123456789abcdef0')))],
  ['fail low', 'a proxy and an instance', roleForTest(allow(CONNECT, [user('prx-0123'), user('db-ABC')]))],
  ['pass', 'no database', roleForTest(allow('dynamodb:GetItem', '*'))],
  ['pass', 'an instance with a Deny', roleForTest([allow(CONNECT, user('db-ABC')), deny(CONNECT)])],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['not applicable', 'a service-linked role', serviceLinkedRole()],
  ['unknown', 'policies that were not read', unreadRole()],
])
