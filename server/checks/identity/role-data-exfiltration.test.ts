import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleDataExfiltration as check } from './role-data-exfiltration.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  [
    'pass',
    'AWS’s own policy for functions that read streams',
    roleForTest([], {
      attachedPolicies: known([
        namedPolicy(
          'AWSLambdaKinesisExecutionRole',
          allow(['kinesis:GetRecords', 'kinesis:GetShardIterator', 'logs:PutLogEvents']),
          'arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole',
        ),
      ]),
    }),
  ],
  ['fail high', 'reads of every object', roleForTest(allow('s3:GetObject'))],
  ['pass', 'every right on keys, which has a check of its own', roleForTest(allow('kms:*'))],
  ['fail medium', 'decryption with every key', roleForTest(allow('kms:Decrypt'))],
  ['fail medium', 'scans of every table', roleForTest(allow('dynamodb:Scan'))],
  ['fail low', 'reads of buckets by a pattern', roleForTest(allow('s3:GetObject', 'arn:aws:s3:::app-*/*'))],
  [
    'pass',
    'tables by a pattern',
    roleForTest(allow('dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:111122223333:table/app-*')),
  ],
  ['pass', 'one bucket', roleForTest(allow('s3:GetObject', 'arn:aws:s3:::b/*'))],
  ['pass', 'every secret, which has a check of its own', roleForTest(allow('secretsmanager:GetSecretValue'))],
  ['pass', 'every object with a Deny', roleForTest([allow('s3:GetObject'), deny('s3:Get*')])],
  [
    'pass',
    'every object within a boundary of one bucket',
    roleForTest(allow('s3:GetObject'), boundary(allow('s3:*', 'arn:aws:s3:::b/*'))),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('s3:*'))],
])
