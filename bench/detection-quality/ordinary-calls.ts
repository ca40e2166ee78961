import type { JsonObject } from '#server/domain/json.ts'
import type { createRandom } from '#server/testing/seed/random.ts'
import { ACCOUNT } from './ordinary-actors.ts'

export type Call = {
  source: string
  name: string
  request?: JsonObject | null
  error?: string
  region?: string
}

const call = (source: string, name: string, request: JsonObject | null = null): Call => ({
  source,
  name,
  request,
})
const roleOf = (name: string) => `${name}-role`
const POLICY = (action: string, resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  })
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

/** What a release of a service changes; a larger one changes what is around the function as well. */
export function deployment(name: string, isLarge: boolean): Call[] {
  const release = [
    call('cloudformation', 'CreateChangeSet', { stackName: name }),
    call('cloudformation', 'ExecuteChangeSet', { stackName: name }),
    call('lambda', 'GetFunction20150331v2', { functionName: name }),
    call('lambda', 'UpdateFunctionCode20150331v2', { functionName: name, publish: false }),
    call('lambda', 'UpdateFunctionConfiguration20150331v2', {
      functionName: name,
      timeout: 30,
      memorySize: 512,
      environment: {},
    }),
    call('lambda', 'PublishVersion20150331', { functionName: name }),
    call('lambda', 'UpdateAlias20150331', { functionName: name, name: 'live' }),
    call('lambda', 'TagResource20170331v2', {
      resource: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:${name}`,
    }),
  ]
  if (!isLarge) return release
  return [
    ...release,
    call('iam', 'PutRolePolicy', {
      roleName: roleOf(name),
      policyName: 'app',
      policyDocument: POLICY('dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/${name}`),
    }),
    call('events', 'PutRule', { name: `${name}-nightly`, scheduleExpression: 'rate(1 day)' }),
    call('events', 'PutTargets', { rule: `${name}-nightly` }),
    call('lambda', 'AddPermission20150331v2', {
      functionName: name,
      statementId: 'nightly',
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: `arn:aws:events:eu-west-1:${ACCOUNT}:rule/${name}-nightly`,
    }),
    call('sqs', 'SetQueueAttributes', {
      queueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/${name}`,
      attributes: { RedrivePolicy: '{"maxReceiveCount":5}', VisibilityTimeout: '180' },
    }),
    call('logs', 'PutRetentionPolicy', { logGroupName: `/aws/lambda/${name}`, retentionInDays: 90 }),
    call('monitoring', 'PutMetricAlarm', { alarmName: `${name}-errors` }),
    call('apigateway', 'CreateDeployment', { restApiId: 'a1b2c3', stageName: 'prod' }),
    call('s3', 'PutBucketPolicy', {
      bucketName: `${name}-site`,
      bucketPolicy: {
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject' },
        ],
      },
    }),
    call('s3', 'PutBucketNotification', { bucketName: `${name}-uploads` }),
  ]
}

/** A service that is made for a pull request, and taken down again. */
export function preview(name: string): Call[][] {
  const group = { logGroupName: `/aws/lambda/${name}` }
  const policy = {
    roleName: roleOf(name),
    policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  }
  return [
    [
      call('cloudformation', 'CreateStack', { stackName: name }),
      call('iam', 'CreateRole', { roleName: roleOf(name), assumeRolePolicyDocument: TRUST }),
      call('iam', 'AttachRolePolicy', policy),
      call('logs', 'CreateLogGroup', group),
      call('lambda', 'CreateFunction20150331', {
        functionName: name,
        role: `arn:aws:iam::${ACCOUNT}:role/${roleOf(name)}`,
        runtime: 'nodejs24.x',
        code: {},
      }),
      call('sqs', 'CreateQueue', { queueName: name }),
      call('lambda', 'CreateEventSourceMapping20150331', {
        functionName: name,
        eventSourceArn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}`,
      }),
      call('apigateway', 'CreateRestApi', { name }),
      call('sns', 'CreateTopic', { name }),
      call('sns', 'Subscribe', { protocol: 'lambda', topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}` }),
      call('kms', 'CreateKey', {
        policy: JSON.stringify({
          Statement: [
            { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*' },
          ],
        }),
      }),
    ],
    [
      call('cloudformation', 'DeleteStack', { stackName: name }),
      call('lambda', 'DeleteEventSourceMapping20150331', { uUID: name }),
      call('lambda', 'DeleteFunction20150331', { functionName: name }),
      call('logs', 'DeleteLogGroup', group),
      call('iam', 'DetachRolePolicy', policy),
      call('iam', 'DeleteRole', { roleName: roleOf(name) }),
      call('sqs', 'DeleteQueue', { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/${name}` }),
      call('sns', 'DeleteTopic', { topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}` }),
      call('apigateway', 'DeleteRestApi', { restApiId: name }),
      call('kms', 'ScheduleKeyDeletion', { keyId: name, pendingWindowInDays: 7 }),
    ],
  ]
}

/** What a function calls each time; one lacks a right and does not mind. */
export function workOf(name: string): Call[] {
  return [
    call('logs', 'CreateLogStream', { logGroupName: `/aws/lambda/${name}`, logStreamName: 'x' }),
    call('secretsmanager', 'GetSecretValue', { secretId: `prod/${name}/db` }),
    call('ssm', 'GetParameter', { name: `/${name}/settings`, withDecryption: true }),
    call('kms', 'Decrypt', { encryptionContext: { 'aws:lambda:FunctionArn': name } }),
    ...(name === 'service-7'
      ? [{ ...call('dynamodb', 'DescribeTable', { tableName: name }), error: 'AccessDenied' }]
      : []),
  ]
}

/** What a posture scanner reads every night. */
export function scan(functions: readonly string[]): Call[] {
  return [
    call('sts', 'GetCallerIdentity'),
    ...['ListUsers', 'ListRoles', 'ListPolicies', 'GetAccountAuthorizationDetails'].map((name) =>
      call('iam', name),
    ),
    ...functions.flatMap((functionName) => [
      call('lambda', 'GetFunction20150331v2', { functionName }),
      call('lambda', 'GetPolicy20150331v2', { functionName }),
    ]),
    call('guardduty', 'ListDetectors'),
    call('cloudtrail', 'DescribeTrails'),
  ]
}

/** What somebody looks at in the console. */
export function readings(random: ReturnType<typeof createRandom>): Call[] {
  const looked = [
    call('lambda', 'ListFunctions20150331'),
    call('lambda', 'GetFunction20150331v2', { functionName: `service-${random.int(60)}` }),
    call('logs', 'StartQuery', { queryString: 'fields @message' }),
    call('logs', 'FilterLogEvents', { logGroupName: '/aws/lambda/service-1' }),
    call('cloudformation', 'DescribeStacks'),
    call('iam', 'ListRoles'),
    { ...call('organizations', 'DescribeOrganization'), error: 'AccessDeniedException' },
    { ...call('ce', 'GetCostAndUsage'), error: 'AccessDeniedException' },
    call('monitoring', 'DescribeAlarms'),
  ]
  return [call('signin', 'ConsoleLogin'), ...Array.from({ length: 12 }, () => random.pick(looked))]
}

const OWN_LAYER = `arn:aws:lambda:eu-west-1:${ACCOUNT}:layer:tools:7`
const INSIGHTS_LAYER = 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53'
const ONLY_OURS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
  ],
})

/** What a platform team changes around the functions, from version control. */
export function platformWork(day: number): Call[] {
  const name = `platform-${day % 12}`
  const rule = { name: `${name}-maintenance` }
  return [
    call('iam', 'UpdateAssumeRolePolicy', { roleName: roleOf(name), policyDocument: TRUST }),
    call('iam', 'CreatePolicyVersion', {
      policyArn: `arn:aws:iam::${ACCOUNT}:policy/${name}`,
      policyDocument: POLICY('sqs:SendMessage', `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}`),
      setAsDefault: true,
    }),
    call('iam', 'TagRole', { roleName: roleOf(name) }),
    call('kms', 'PutKeyPolicy', { keyId: name, policy: ONLY_OURS }),
    call('lambda', 'PublishLayerVersion20181031', { layerName: 'tools' }),
    call('lambda', 'UpdateFunctionConfiguration20150331v2', {
      functionName: `service-${day % 60}`,
      layers: [OWN_LAYER, INSIGHTS_LAYER],
    }),
    call('lambda', 'CreateFunctionUrlConfig', { functionName: `service-${day % 60}`, authType: 'AWS_IAM' }),
    call('lambda', 'PutFunctionConcurrency20171031', { functionName: `service-${day % 60}` }),
    call('events', 'DisableRule', rule),
    call('events', 'EnableRule', rule),
    call('s3', 'PutBucketPublicAccessBlock', {
      bucketName: `${name}-data`,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
    call('s3', 'PutBucketLifecycle', {
      bucketName: `${name}-access-log`,
      LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: 90 } } },
    }),
    call('s3', 'PutBucketVersioning', {
      bucketName: `${name}-data`,
      VersioningConfiguration: { Status: 'Enabled' },
    }),
    call('sns', 'SetTopicAttributes', {
      topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}`,
      attributeName: 'DeliveryPolicy',
      attributeValue: '{}',
    }),
    call('wafv2', 'UpdateWebACL', { name, scope: 'REGIONAL', rules: [{ name: 'common' }] }),
    call('cloudfront', 'UpdateDistribution2020_05_31', { id: 'E123' }),
    call('cloudfront', 'CreateInvalidation2020_05_31', { distributionId: 'E123' }),
    call('codebuild', 'UpdateProject', {
      name,
      source: { type: 'GITHUB', location: 'https://github.com/x/y.git' },
    }),
    call('monitoring', 'DeleteAlarms', { alarmNames: [`${name}-old`] }),
    call('config', 'PutConfigRule', { configRule: { configRuleName: name } }),
    call('secretsmanager', 'RotateSecret', { secretId: `prod/${name}/db` }),
    call('ssm', 'PutParameter', { name: `/${name}/settings`, type: 'SecureString' }),
  ]
}
