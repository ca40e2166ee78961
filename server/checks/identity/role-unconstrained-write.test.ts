import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleUnconstrainedWrite as check } from './role-unconstrained-write.ts'

const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })

testRoleCheck(check, [
  ['pass', 'dynamodb:*, which role-service-wildcard tells', roleForTest(allow('dynamodb:*'))],
  ['fail medium', 'deletion besides such a wildcard', roleForTest(allow(['dynamodb:*', 'sns:DeleteTopic']))],
  [
    'pass',
    'AWS’s own policy for functions that read queues',
    roleForTest([], {
      attachedPolicies: known([
        namedPolicy(
          'AWSLambdaSQSQueueExecutionRole',
          allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']),
          'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole',
        ),
      ]),
    }),
  ],
  [
    'not applicable',
    'the role of a helper of the CDK',
    roleForTest(allow('logs:DeleteRetentionPolicy')),
    { functions: ['Shop-LogRetentionaae0aa3c5b4d4f87b02d85b201efd-x'] },
  ],
  [
    'fail medium',
    'a role that such a helper shares with another function',
    roleForTest(allow('dynamodb:DeleteTable')),
    { functions: ['Shop-LogRetentionaae0aa3c5b4d4f87b02d85b201efd-x', 'orders'] },
  ],
  ['fail medium', 'deletion of every table', roleForTest(allow('dynamodb:DeleteTable'))],
  [
    'pass',
    'writes to every table, which role-resource-wildcard tells',
    roleForTest(allow('dynamodb:PutItem')),
  ],
  [
    'pass',
    'deletion of one table',
    roleForTest(allow('dynamodb:DeleteTable', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t')),
  ],
  [
    'pass',
    'deletion of every table with a Deny',
    roleForTest([allow('dynamodb:DeleteTable'), deny('dynamodb:Delete*')]),
  ],
  [
    'pass',
    'deletion within a boundary without it',
    roleForTest(allow('dynamodb:DeleteTable'), boundary(allow('s3:*'))),
  ],
  [
    'pass',
    'network interfaces, as AWS has it',
    roleForTest(allow(['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'])),
  ],
  ['not applicable', 'an administrator', roleForTest(allow('*'))],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('s3:*'))],
])
