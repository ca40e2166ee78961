import { expect, it } from 'vitest'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { recordsOf } from '#server/scan/read-for-test.ts'

/** A dollar sign that begins no expression of ours. */
const DOLLAR = '$'
const v = (inner: string) => `${DOLLAR}{${inner}}`

const service = (fn: object, more: object = {}, provider: object = {}) => ({
  service: 'shop',
  provider: { name: 'aws', runtime: 'nodejs22.x', region: 'eu-west-1', ...provider },
  functions: { pay: { handler: 'pay.handler', ...fn } },
  ...more,
})

const kind = (records: ResourceRecord[], name: ResourceRecord['kind']) =>
  records.filter((record) => record.kind === name)

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:shop-dev-pay'

it('names functions, their role and their log group as the framework does', async () => {
  const { records, problems } = await recordsOf(service({}))
  expect(problems).toEqual([])
  expect(kind(records, 'function')[0]).toMatchObject({
    arn: ARN,
    memoryMb: { value: 1024 },
    timeoutSeconds: { value: 6 },
    roleArn: { value: 'arn:aws:iam::000000000000:role/IamRoleLambdaExecution' },
  })
  expect(kind(records, 'log-group')[0]).toMatchObject({ name: '/aws/lambda/shop-dev-pay' })
})

it.each<[string, string, unknown]>([
  ['of the file', v('self:custom.size'), 512],
  ['with a default', v("opt:size, self:custom.none, '640'"), 640],
  ['within another', v(`self:custom.sizes.${v('sls:stage')}`), 256],
  ['of an option', v('opt:memory'), 384],
])('puts in a variable %s', async (_, memorySize, expected) => {
  const custom = { custom: { size: 512, sizes: { dev: 256 } } }
  const { records } = await recordsOf(service({ memorySize }, custom), { parameters: { memory: '384' } })
  expect(kind(records, 'function')[0]).toMatchObject({ memoryMb: { value: expected } })
})

it.each([
  ['the environment', v('env:SIZE')],
  ['SSM', v('ssm:/size')],
  ['another stack', v('cf:other.Size')],
  ['code', v('file(./size.js):size')],
  ['itself', v('self:functions.pay.memorySize')],
  ['the environment, whatever the default', v("env:SIZE, '512'")],
])('does not know what comes of %s', async (_, memorySize) => {
  const { records } = await recordsOf(service({ memorySize }))
  expect(kind(records, 'function')[0]).toMatchObject({ memoryMb: { state: 'failed' } })
})

it('stops at variables that explode', async () => {
  const custom: Record<string, unknown> = { a0: 'x'.repeat(50) }
  for (let level = 1; level < 40; level += 1)
    custom[`a${level}`] = Array(10)
      .fill(v(`self:custom.a${level - 1}`))
      .join('')
  const { records } = await recordsOf(service({ description: v('self:custom.a39') }, { custom }))
  expect(kind(records, 'function')[0]).toMatchObject({ description: { state: 'failed' } })
})

it.each<[string, object, ResourceRecord['kind'], object]>([
  [
    'http',
    { http: 'POST pay' },
    'api',
    { protocol: 'REST', routes: { value: [{ key: 'POST /pay', authorization: 'NONE' }] } },
  ],
  [
    'http with an authorizer',
    { http: { path: 'pay', method: 'get', authorizer: 'check' } },
    'api',
    { routes: { value: [{ authorization: 'CUSTOM', authorizerId: 'ApiGatewayRestApiCheckAuthorizer' }] } },
  ],
  [
    'http for IAM',
    { http: { path: 'pay', method: 'get', authorizer: 'aws_iam' } },
    'api',
    { routes: { value: [{ authorization: 'AWS_IAM' }] } },
  ],
  ['httpApi', { httpApi: 'GET /pay' }, 'api', { protocol: 'HTTP', routes: { value: [{ key: 'GET /pay' }] } }],
  ['httpApi for everything', { httpApi: '*' }, 'api', { routes: { value: [{ key: '$default' }] } }],
  [
    'websocket',
    { websocket: '$connect' },
    'api',
    { protocol: 'WEBSOCKET', routes: { value: [{ key: '$connect', authorization: 'NONE' }] } },
  ],
  [
    'sqs',
    { sqs: { arn: 'arn:aws:sqs:eu-west-1:1:q', batchSize: 3 } },
    'event-source-mapping',
    { sourceType: 'sqs', batchSize: { value: 3 } },
  ],
  [
    'stream',
    { stream: 'arn:aws:kinesis:eu-west-1:1:stream/s' },
    'event-source-mapping',
    { sourceType: 'kinesis' },
  ],
  [
    's3',
    { s3: 'pictures' },
    'bucket',
    { name: 'pictures', notifications: { value: [{ functionArn: ARN }] } },
  ],
  ['sns', { sns: 'news' }, 'topic-subscription', { name: 'news', functionArn: ARN }],
  ['schedule', { schedule: 'rate(1 day)' }, 'event-rule', { schedule: { value: 'rate(1 day)' } }],
  [
    'schedule of the Scheduler',
    { schedule: { rate: ['rate(1 day)'], method: 'scheduler' } },
    'schedule',
    { targetArn: { value: ARN } },
  ],
  ['eventBridge', { eventBridge: { pattern: { source: ['x'] } } }, 'event-rule', { bus: 'default' }],
  [
    'cognitoUserPool',
    { cognitoUserPool: { pool: 'people', trigger: 'PreSignUp' } },
    'user-pool',
    { name: 'people', triggers: { value: [{ trigger: 'PreSignUp', functionArn: ARN }] } },
  ],
  ['cloudwatchLog', { cloudwatchLog: '/app' }, 'log-subscription', { logGroup: '/app' }],
])('makes of an event %s what the framework makes of it', async (_, event, name, expected) => {
  const { records, problems } = await recordsOf(service({ events: [event] }))
  expect(problems).toEqual([])
  expect(kind(records, name)[0]).toMatchObject(expected)
})

it('reads what the file’s own resources say, and what they say over the framework’s', async () => {
  const { records } = await recordsOf(
    service(
      { onError: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
      {
        resources: {
          Resources: {
            Dead: { Type: 'AWS::SQS::Queue' },
            PayLogGroup: { Properties: { RetentionInDays: 30 } },
          },
        },
      },
    ),
  )
  expect(kind(records, 'function')[0]).toMatchObject({
    deadLetterTargetArn: { value: 'arn:aws:sqs:eu-west-1:000000000000:Dead' },
  })
  expect(kind(records, 'log-group')[0]).toMatchObject({ retentionDays: { value: 30 } })
})

it('gives functions the statements of the provider', async () => {
  const statements = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]
  const { records } = await recordsOf(service({}, {}, { iam: { role: { statements } } }))
  expect(kind(records, 'role')[0]).toMatchObject({
    inlinePolicies: { value: [{ document: { value: { raw: expect.stringContaining('s3:*') } } }] },
  })
})
