import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleFullCloudtrail as check } from './role-full-cloudtrail.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })
const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main'

testRoleCheck(check, [
  ['fail high', 'cloudtrail:*', roleForTest(allow('cloudtrail:*'))],
  ['fail high', 'a single action that stops trails', roleForTest(allow('cloudtrail:StopLogging'))],
  ['fail medium', 'one trail', roleForTest(allow('cloudtrail:DeleteTrail', TRAIL))],
  [
    'pass',
    'reads of trails',
    roleForTest(allow(['cloudtrail:Describe*', 'cloudtrail:Get*', 'cloudtrail:LookupEvents'])),
  ],
  ['pass', 'cloudtrail:* with a Deny', roleForTest([allow('cloudtrail:*'), deny('cloudtrail:*')])],
  [
    'pass',
    'cloudtrail:* within a boundary of reads',
    roleForTest(allow('cloudtrail:*'), boundary(allow('cloudtrail:Get*'))),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('cloudtrail:*'))],
])
