import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleReadsEverySecret as check } from './role-reads-every-secret.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['fail high', 'every secret', roleForTest(allow('secretsmanager:GetSecretValue'))],
  [
    'fail high',
    'every secret of the account by ARN',
    roleForTest(allow('secretsmanager:*', 'arn:aws:secretsmanager:*:*:secret:*')),
  ],
  ['fail medium', 'every parameter', roleForTest(allow('ssm:GetParameter*'))],
  [
    'fail medium',
    'every secret under a condition',
    roleForTest(
      allow('secretsmanager:GetSecretValue', '*', {
        Condition: { StringEquals: { 'aws:ResourceTag/app': 'shop' } },
      }),
    ),
  ],
  [
    'pass',
    'secrets by a prefix',
    roleForTest(
      allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/*'),
    ),
  ],
  [
    'pass',
    'one secret, and random passwords of no resource',
    roleForTest([
      allow(
        'secretsmanager:GetSecretValue',
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-??????',
      ),
      allow('secretsmanager:GetRandomPassword'),
    ]),
  ],
  [
    'pass',
    'a batch of secrets, each of which it may not read',
    roleForTest(allow('secretsmanager:BatchGetSecretValue')),
  ],
  [
    'pass',
    'every secret with a Deny',
    roleForTest([allow('secretsmanager:GetSecretValue'), deny('secretsmanager:Get*')]),
  ],
  [
    'pass',
    'every secret within a boundary of some',
    roleForTest(
      allow('secretsmanager:GetSecretValue'),
      boundary(allow('secretsmanager:*', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/*')),
    ),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  [
    'pass',
    'the usual rights of a function',
    roleForTest(allow(['logs:CreateLogStream', 'logs:PutLogEvents'])),
  ],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('ssm:*'))],
])
