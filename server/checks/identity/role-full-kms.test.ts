import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleFullKms as check } from './role-full-kms.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['fail high', 'kms:*', roleForTest(allow('kms:*'))],
  [
    'fail medium',
    'kms:* with a condition',
    roleForTest(
      allow('kms:*', '*', {
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      }),
    ),
  ],
  ['pass', 'kms:* on one key', roleForTest(allow('kms:*', 'arn:aws:kms:eu-west-1:111122223333:key/k'))],
  ['pass', 'decryption with every key', roleForTest(allow('kms:Decrypt'))],
  ['pass', 'kms:* with a Deny', roleForTest([allow('kms:*'), deny('kms:ScheduleKeyDeletion')])],
  [
    'pass',
    'kms:* within a boundary of decryption',
    roleForTest(allow('kms:*'), boundary(allow('kms:Decrypt'))),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('kms:*'))],
])
