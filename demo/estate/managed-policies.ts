import type { Document, PolicySpec } from './iam.ts'
import type { Account, Statement } from './model.ts'
import { awsIdFrom } from './prng.ts'

const doc = (...statements: Omit<Statement, 'Effect'>[]): Document => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
})

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']
const networkInterfaces = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
]

const awsManaged: Record<string, Document> = {
  AdministratorAccess: doc({ Action: '*', Resource: '*' }),
  PowerUserAccess: doc(
    { NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    {
      Action: [
        'account:GetAccountInformation',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ],
      Resource: '*',
    },
  ),
  ReadOnlyAccess: doc({
    Action: [
      'lambda:Get*',
      'lambda:List*',
      's3:Get*',
      's3:List*',
      'ec2:Describe*',
      'iam:Get*',
      'iam:List*',
      'logs:Get*',
    ],
    Resource: '*',
  }),
  SecurityAudit: doc({
    Action: [
      'lambda:GetPolicy',
      'lambda:List*',
      'iam:GetAccountAuthorizationDetails',
      'cloudtrail:LookupEvents',
    ],
    Resource: '*',
  }),
  'service-role/AWSLambdaBasicExecutionRole': doc({ Action: logs, Resource: '*' }),
  'service-role/AWSLambdaVPCAccessExecutionRole': doc({
    Action: [...logs, ...networkInterfaces],
    Resource: '*',
  }),
  'service-role/AWSLambdaSQSQueueExecutionRole': doc({
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...logs],
    Resource: '*',
  }),
  'service-role/AWSLambdaKinesisExecutionRole': doc({
    Action: [
      'kinesis:DescribeStream',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListStreams',
      ...logs,
    ],
    Resource: '*',
  }),
  'service-role/AWSLambdaDynamoDBExecutionRole': doc({
    Action: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      ...logs,
    ],
    Resource: '*',
  }),
  AWSXRayDaemonWriteAccess: doc({
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    Resource: '*',
  }),
  AmazonS3FullAccess: doc({ Action: ['s3:*', 's3-object-lambda:*'], Resource: '*' }),
  AmazonDynamoDBFullAccess: doc({
    Action: ['dynamodb:*', 'dax:*', 'application-autoscaling:*', 'cloudwatch:GetMetricData'],
    Resource: '*',
  }),
  CloudWatchLambdaInsightsExecutionRolePolicy: doc({
    Action: logs,
    Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*',
  }),
}

/** Managed policies that an account can have attached: AWS's own, and the company's. */
export function managedPolicies(account: Account): Omit<PolicySpec, 'attachmentCount'>[] {
  const createdMs = Date.UTC(2015, 1, 6)
  const ours: Record<string, Document[]> = {
    'deployment-boundary': [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['lambda:*', 's3:*', 'dynamodb:*', 'sqs:*', 'sns:*', 'logs:*', 'events:*'],
            Resource: '*',
          },
          { Effect: 'Deny', Action: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
        ],
      },
    ],
    'read-shared-config': [
      doc({
        Action: ['ssm:GetParameter', 'ssm:GetParameters'],
        Resource: `arn:aws:ssm:*:${account.id}:parameter/shared/*`,
      }),
      doc({ Action: 'ssm:*', Resource: '*' }),
    ],
    'deploy-functions': [
      doc(
        {
          Action: [
            'lambda:CreateFunction',
            'lambda:UpdateFunctionCode',
            'lambda:UpdateFunctionConfiguration',
            'lambda:PublishVersion',
            'lambda:UpdateAlias',
            'lambda:AddPermission',
            'lambda:GetFunction',
            'lambda:TagResource',
          ],
          Resource: `arn:aws:lambda:*:${account.id}:function:*`,
        },
        { Action: 'iam:PassRole', Resource: `arn:aws:iam::${account.id}:role/*-role` },
      ),
    ],
    'publish-domain-events': [
      doc({ Action: 'events:PutEvents', Resource: `arn:aws:events:*:${account.id}:event-bus/*` }),
    ],
  }
  return [
    ...Object.entries(awsManaged).map(([path, document]) => ({
      name: path.split('/').at(-1) ?? path,
      id: awsIdFrom('ANPA', path),
      arn: `arn:aws:iam::aws:policy/${path}`,
      createdMs,
      versions: [document],
    })),
    ...Object.entries(ours).map(([name, versions]) => ({
      name,
      id: awsIdFrom('ANPA', account.id, name),
      arn: `arn:aws:iam::${account.id}:policy/${name}`,
      createdMs: Date.UTC(2024, 4, 2),
      versions,
    })),
  ]
}
