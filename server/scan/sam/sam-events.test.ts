import { expect, it } from 'vitest'
import type { RecordOfKind, ResourceRecord } from '#server/domain/records/resource-record.ts'
import { recordsOf } from '#server/scan/read-for-test.ts'

const ARN = 'arn:aws:lambda:unknown-region:000000000000:function:Fn'

const template = (events: object, more: object = {}, resources: object = {}) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Resources: {
    Fn: { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'nodejs22.x', Events: events, ...more } },
    ...resources,
  },
})

function of<K extends ResourceRecord['kind']>(records: ResourceRecord[], kind: K): RecordOfKind<K>[] {
  return records.filter((record): record is RecordOfKind<K> => record.kind === kind)
}

const fnOf = (records: ResourceRecord[]) => {
  const [fn] = of(records, 'function')
  if (!fn) throw new Error('no function')
  return fn
}

const policyOf = (records: ResourceRecord[]) => {
  const { policy } = fnOf(records)
  return policy.state === 'known' ? (policy.value.parsed as { Statement: object[] }).Statement : []
}

const CASES: [
  type: string,
  properties: object,
  kind: ResourceRecord['kind'],
  expected: object,
  principal?: string,
][] = [
  [
    'SQS',
    { Queue: 'arn:aws:sqs:eu-west-1:111122223333:q', BatchSize: 5 },
    'event-source-mapping',
    { sourceType: 'sqs', functionArn: { value: ARN }, batchSize: { value: 5 }, state: { value: 'Enabled' } },
  ],
  [
    'Kinesis',
    { Stream: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s', StartingPosition: 'LATEST', Enabled: false },
    'event-source-mapping',
    { sourceType: 'kinesis', state: { value: 'Disabled' }, startingPosition: { value: 'LATEST' } },
  ],
  [
    'DynamoDB',
    {
      Stream: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/1',
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:111122223333:dlq' } },
    },
    'event-source-mapping',
    { sourceType: 'dynamodb', onFailureArn: { value: 'arn:aws:sqs:eu-west-1:111122223333:dlq' } },
  ],
  [
    'MSK',
    { Stream: 'arn:aws:kafka:eu-west-1:1:cluster/c/1', Topics: ['t'] },
    'event-source-mapping',
    { sourceType: 'kafka' },
  ],
  [
    'SelfManagedKafka',
    { KafkaBootstrapServers: ['a:9092'], Topics: ['t'] },
    'event-source-mapping',
    { sourceType: 'kafka' },
  ],
  [
    'MQ',
    { Broker: 'arn:aws:mq:eu-west-1:1:broker:b:1', Queues: ['q'] },
    'event-source-mapping',
    { sourceType: 'mq' },
  ],
  [
    'SNS',
    { Topic: 'arn:aws:sns:eu-west-1:111122223333:t' },
    'topic-subscription',
    { functionArn: ARN, name: 't' },
    'sns.amazonaws.com',
  ],
  [
    'Schedule',
    { Schedule: 'rate(1 day)', Enabled: false },
    'event-rule',
    { state: { value: 'DISABLED' }, targets: { value: [{ arn: ARN }] } },
    'events.amazonaws.com',
  ],
  [
    'ScheduleV2',
    { ScheduleExpression: 'rate(1 day)' },
    'schedule',
    { targetArn: { value: ARN }, state: { value: 'ENABLED' } },
  ],
  [
    'EventBridgeRule',
    { Pattern: { source: ['x'] }, EventBusName: 'own', DeadLetterConfig: { Arn: 'arn:dlq' } },
    'event-rule',
    { bus: 'own', targets: { value: [{ arn: ARN, deadLetterArn: 'arn:dlq' }] } },
    'events.amazonaws.com',
  ],
  [
    'CloudWatchLogs',
    { LogGroupName: '/a', FilterPattern: 'E' },
    'log-subscription',
    { logGroup: '/a', functionArn: ARN },
    'logs.amazonaws.com',
  ],
  [
    'Api',
    { Path: '/orders/{id}', Method: 'get' },
    'api',
    {
      protocol: 'REST',
      routes: {
        value: [{ key: 'GET /orders/{id}', authorization: 'NONE', integration: { functionArn: ARN } }],
      },
      stages: { value: [{ name: 'Prod' }] },
    },
    'apigateway.amazonaws.com',
  ],
  [
    'HttpApi',
    {},
    'api',
    {
      protocol: 'HTTP',
      routes: { value: [{ key: '$default', authorization: 'NONE' }] },
      stages: { value: [{ name: '$default', autoDeploy: true }] },
    },
    'apigateway.amazonaws.com',
  ],
  ['IoTRule', { Sql: 'x' }, 'function', {}, 'iot.amazonaws.com'],
  ['AlexaSkill', {}, 'function', {}, 'alexa-appkit.amazon.com'],
]

it.each(CASES)(
  'makes of an event %s what SAM makes of it',
  async (type, properties, kind, expected, principal) => {
    const { records, problems } = await recordsOf(template({ E: { Type: type, Properties: properties } }))
    expect(problems).toEqual([])
    expect(of(records, kind)[0]).toMatchObject(expected)
    const principals = policyOf(records).map((statement) => (statement as { Principal: unknown }).Principal)
    expect(principals).toEqual(principal === undefined ? [] : [{ Service: principal }])
  },
)

it('joins a bucket with the events that functions ask of it', async () => {
  const event = {
    Type: 'S3',
    Properties: {
      Bucket: { Ref: 'B' },
      Events: 's3:ObjectCreated:*',
      Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } },
    },
  }
  const { records } = await recordsOf(template({ E: event }, {}, { B: { Type: 'AWS::S3::Bucket' } }))
  expect(of(records, 'bucket')[0]).toMatchObject({
    name: 'B',
    notifications: { value: [{ functionArn: ARN, events: ['s3:ObjectCreated:*'], prefix: 'in/' }] },
  })
})

it('joins a user pool with its triggers', async () => {
  const event = { Type: 'Cognito', Properties: { UserPool: { Ref: 'P' }, Trigger: 'PreSignUp' } }
  const { records } = await recordsOf(template({ E: event }, {}, { P: { Type: 'AWS::Cognito::UserPool' } }))
  expect(of(records, 'user-pool')[0]).toMatchObject({
    triggers: { value: [{ trigger: 'PreSignUp', functionArn: ARN }] },
  })
})

it('says so of an event of an unknown type', async () => {
  const { problems } = await recordsOf(template({ E: { Type: 'Tomorrow', Properties: {} } }))
  expect(problems).toMatchObject([{ level: 'note', text: expect.stringContaining('Tomorrow') }])
})

it('sends events and URLs to the alias that is published', async () => {
  const more = { AutoPublishAlias: 'live', FunctionUrlConfig: { AuthType: 'NONE' } }
  const event = { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } }
  const { records } = await recordsOf(template({ E: event }, more))
  expect(of(records, 'event-rule')[0]?.targets).toMatchObject({ value: [{ arn: `${ARN}:live` }] })
  expect(fnOf(records)).toMatchObject({
    policy: { state: 'absent' },
    qualifiedPolicies: { state: 'known', value: { live: {} } },
    urls: { value: [{ qualifier: 'live', authType: 'NONE' }] },
    aliases: { value: [{ name: 'live', functionVersion: '1' }] },
  })
})

it('asks of routes what the API asks of them by default', async () => {
  const auth = {
    DefaultAuthorizer: 'A',
    Authorizers: { A: { UserPoolArn: 'arn:aws:cognito-idp:eu-west-1:1:userpool/p' } },
  }
  const api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 's', Auth: auth } }
  const route = (Path: string, own: object = {}) => ({
    Type: 'Api',
    Properties: { RestApiId: { Ref: 'Front' }, Path, Method: 'get', ...own },
  })
  const events = {
    A: route('/a'),
    B: route('/b', { Auth: { Authorizer: 'NONE' } }),
    C: route('/c', { Auth: { Authorizer: 'AWS_IAM' } }),
  }
  const { records } = await recordsOf(template(events, {}, { Front: api }))
  const [found] = of(records, 'api')
  const routes = found?.routes.state === 'known' ? found.routes.value : []
  expect(routes.map(({ path, authorization }) => [path, authorization])).toEqual([
    ['/a', 'COGNITO_USER_POOLS'],
    ['/b', 'NONE'],
    ['/c', 'AWS_IAM'],
  ])
})

it('merges Globals under a function’s own properties', async () => {
  const document = {
    ...template({}, { Timeout: 7, Environment: { Variables: { B: '2' } } }),
    Globals: { Function: { Timeout: 3, MemorySize: 512, Environment: { Variables: { A: '1', B: '1' } } } },
  }
  expect(fnOf((await recordsOf(document)).records)).toMatchObject({
    timeoutSeconds: { value: 7 },
    memoryMb: { value: 512 },
    environment: { value: { names: ['A', 'B'] } },
  })
})

it('writes policy templates out, and does not know those that it does not know', async () => {
  const Policies = [
    { S3ReadPolicy: { BucketName: { Ref: 'Unset' } } },
    { TomorrowPolicy: {} },
    'AmazonSQSFullAccess',
  ]
  const { records, problems } = await recordsOf(template({}, { Policies }))
  const [role] = of(records, 'role')
  expect(role?.inlinePolicies).toMatchObject({
    value: [
      { document: { state: 'known', value: { raw: expect.stringContaining('s3:GetObject') } } },
      { document: { state: 'failed' } },
    ],
  })
  expect(role?.attachedPolicies).toMatchObject({
    value: [
      { name: 'AWSLambdaBasicExecutionRole' },
      { name: 'AmazonSQSFullAccess', document: { state: 'known' } },
    ],
  })
  expect(problems).toMatchObject([{ text: expect.stringContaining('TomorrowPolicy') }])
})

it('does not know what connectors let a function do', async () => {
  const connector = {
    Type: 'AWS::Serverless::Connector',
    Properties: { Source: { Id: 'Fn' }, Destination: { Id: 'B' } },
  }
  const { records } = await recordsOf(template({}, {}, { C: connector, B: { Type: 'AWS::S3::Bucket' } }))
  expect(of(records, 'role')[0]?.inlinePolicies).toMatchObject({
    value: [{ name: 'C', document: { state: 'failed' } }],
  })
})
