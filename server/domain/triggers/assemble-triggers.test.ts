import { describe, expect, test } from 'vitest'
import { denied, failed, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import * as make from '#server/testing/source-records.ts'
import { assembleTriggers } from './assemble-triggers.ts'
import { buildSourceIndex } from './source-index.ts'

const { FUNCTION_ARN, makePolicy } = make

function assemble(
  records: ResourceRecord[],
  values: Partial<FunctionRecord> = {},
  collected: ReadonlySet<string> = make.ALL_COLLECTED,
) {
  return assembleTriggers(makeFunctionRecord(values), buildSourceIndex(records, collected))
}

const service = (name: string, arn?: string, account?: string) => ({
  Principal: { Service: `${name}.amazonaws.com` },
  Condition: {
    ...(arn ? { ArnLike: { 'AWS:SourceArn': arn } } : {}),
    ...(account ? { StringEquals: { 'AWS:SourceAccount': account } } : {}),
  },
})
const granted = (...statements: object[]) => ({ policy: known(makePolicy(...statements)) })
const API_GRANT = service('apigateway', 'arn:aws:execute-api:eu-west-1:111111111111:api1/*/GET/orders')
const DLQ = 'arn:aws:sqs:eu-west-1:111111111111:dlq'

describe('a trigger of each kind, seen from both sides', () => {
  const cases: [string, ResourceRecord[], Partial<FunctionRecord>, object][] = [
    [
      'REST API',
      [make.makeApi()],
      granted(API_GRANT),
      { kind: 'api', sides: 'both', live: true, invocation: 'synchronous', detail: 'GET /orders in prod' },
    ],
    [
      'HTTP API on its default route',
      [
        make.makeApi({
          protocol: 'HTTP',
          routes: known([make.makeRoute({ key: '$default', method: 'ANY', path: '/' })]),
          stages: known([make.makeStage({ name: '$default' })]),
        }),
      ],
      granted(service('apigateway', 'arn:aws:execute-api:eu-west-1:111111111111:api1/*/$default')),
      { kind: 'api', sides: 'both', live: true },
    ],
    [
      'route for any method with a grant for one',
      [make.makeApi({ routes: known([make.makeRoute({ method: 'ANY', path: '/{proxy+}' })]) })],
      granted(service('apigateway', 'arn:aws:execute-api:eu-west-1:111111111111:api1/prod/POST/*')),
      { kind: 'api', sides: 'both' },
    ],
    [
      'API that calls as a role',
      [
        make.makeApi({
          routes: known([
            make.makeRoute({
              integration: {
                type: 'AWS',
                functionArn: FUNCTION_ARN,
                invocation: 'asynchronous',
                credentialsArn: 'arn:aws:iam::111111111111:role/api',
              },
            }),
          ]),
        }),
      ],
      {},
      { kind: 'api', sides: 'setting', invocation: 'asynchronous' },
    ],
    [
      'load balancer',
      [make.makeLoadBalancer()],
      granted(service('elasticloadbalancing', make.TARGET_GROUP)),
      { kind: 'elb', sides: 'both', live: true },
    ],
    [
      'bucket',
      [make.makeBucket()],
      granted(service('s3', 'arn:aws:s3:::uploads', '111111111111')),
      { kind: 's3', sides: 'both', failures: { to: null, via: 'nowhere' } },
    ],
    [
      'topic',
      [make.makeSubscription()],
      granted(service('sns', make.TOPIC_ARN)),
      { kind: 'sns', sides: 'both', sourceName: 'orders' },
    ],
    [
      'rule with its own dead-letter queue',
      [make.makeRule({ targets: known([{ id: 't', arn: FUNCTION_ARN, deadLetterArn: DLQ }]) })],
      granted(service('events', make.RULE_ARN)),
      {
        kind: 'event-rule',
        sides: 'both',
        detail: 'rate(1 day)',
        failures: { to: DLQ, via: 'dead-letter queue' },
      },
    ],
    ['schedule', [make.makeSchedule()], {}, { kind: 'schedule', sides: 'setting', live: true }],
    [
      'log group',
      [make.makeLogSubscription()],
      granted(service('logs', 'arn:aws:logs:eu-west-1:111111111111:log-group:/app:*')),
      { kind: 'logs', sides: 'both' },
    ],
    [
      'user pool',
      [make.makeUserPool()],
      granted(service('cognito-idp', 'arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_1')),
      { kind: 'cognito', sides: 'both', detail: 'PreSignUp' },
    ],
    [
      'state machine by name',
      [
        make.makeStateMachine({
          calls: known([
            { state: 'A', function: 'orders-api', synchronous: true, retries: 0, catches: false },
          ]),
        }),
      ],
      {},
      { kind: 'step-functions', sides: 'setting' },
    ],
    [
      'queue',
      [make.makeMapping(), make.makeEventSource({ deadLetterTargetArn: known(DLQ) })],
      {},
      { kind: 'sqs', invocation: 'queue', live: true, failures: { to: DLQ, via: 'redrive policy' } },
    ],
    [
      'queue without redrive',
      [make.makeMapping(), make.makeEventSource()],
      {},
      { failures: { to: null, via: 'nowhere' } },
    ],
    [
      'queue that was not looked at',
      [make.makeMapping()],
      {},
      { live: true, failures: { to: null, via: 'unknown' } },
    ],
    [
      'queue that is gone',
      [make.makeMapping(), make.makeEventSource({ exists: known(false) })],
      {},
      { live: false },
    ],
    [
      'stream',
      [
        make.makeMapping({
          sourceType: 'kinesis',
          eventSourceArn: known('arn:aws:kinesis:eu-west-1:111111111111:stream/clicks'),
        }),
      ],
      {},
      { kind: 'kinesis', invocation: 'stream', sourceName: 'clicks', failures: { via: 'nowhere' } },
    ],
    [
      'Lambda@Edge',
      [
        make.makeDistribution({
          behaviours: known([
            {
              pathPattern: '*',
              originId: 'o',
              allowedMethods: [],
              restrictsViewers: true,
              functions: [{ eventType: 'viewer-request', arn: `${FUNCTION_ARN}:3`, includesBody: false }],
            },
          ]),
        }),
      ],
      { versions: known([{ version: '3' }]) },
      {
        kind: 'cloudfront',
        qualifier: '3',
        sides: 'setting',
        guards: [{ kind: 'signed-url', authenticates: true }],
      },
    ],
    [
      'open URL',
      [],
      {
        urls: known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType: 'NONE' }]),
        ...granted(
          {
            Principal: '*',
            Action: 'lambda:InvokeFunctionUrl',
            Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
          },
          { Principal: '*', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
        ),
      },
      { kind: 'url', sides: 'both', live: true },
    ],
    [
      'URL that nothing opens',
      [],
      { urls: known([{ url: 'https://x/', authType: 'NONE' }]) },
      { kind: 'url', sides: 'source only' },
    ],
    [
      'account',
      [],
      granted({ Principal: { AWS: 'arn:aws:iam::333333333333:root' } }),
      { kind: 'account', sides: 'setting', sourceAccountId: '333333333333' },
    ],
    ['everyone', [], granted({ Principal: '*' }), { kind: 'anyone', source: '*' }],
    ['everyone but one', [], granted({ NotPrincipal: { AWS: '1' } }), { kind: 'anyone' }],
    [
      'IoT rule',
      [],
      granted(service('iot', 'arn:aws:iot:eu-west-1:111111111111:rule/r')),
      { kind: 'iot', sides: 'unknown', live: null },
    ],
    [
      'service of tomorrow',
      [],
      granted(service('newthing')),
      { kind: 'service', invocation: 'unknown', sides: 'unknown' },
    ],
  ]
  test.each(cases)('%s', (_, records, values, expected) => {
    const { triggers, unseen } = assemble(records, values)
    expect(triggers).toHaveLength(1)
    expect(triggers[0]).toMatchObject(expected)
    expect(unseen).toEqual([])
  })
})

describe('one side alone', () => {
  test.each<[string, ResourceRecord[], Partial<FunctionRecord>, string, boolean | null]>([
    ['a grant whose topic is gone', [], granted(service('sns', make.TOPIC_ARN)), 'grant only', false],
    ['a grant for any topic', [], granted(service('sns')), 'grant only', null],
    ['a topic without a grant', [make.makeSubscription()], {}, 'source only', true],
    [
      'a topic that a Deny keeps out',
      [make.makeSubscription()],
      granted(service('sns'), { Effect: 'Deny', Principal: '*' }),
      'source only',
      true,
    ],
    [
      'a topic whose grant was not seen',
      [make.makeSubscription()],
      { policy: denied('lambda:GetPolicy') },
      'unknown',
      true,
    ],
    [
      'a grant for an account that is not collected',
      [],
      granted(service('sns', 'arn:aws:sns:eu-west-1:999999999999:t')),
      'unknown',
      null,
    ],
    [
      'a statement for a URL that is not there',
      [],
      granted({ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }),
      'grant only',
      false,
    ],
    [
      'the same where URLs were not seen',
      [],
      { ...granted({ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }), urls: denied('x') },
      'unknown',
      null,
    ],
  ])('%s', (_, records, values, sides, live) => {
    expect(assemble(records, values).triggers[0]).toMatchObject({ sides, live })
  })

  test('a leftover beside a used grant of the same service', () => {
    const other = 'arn:aws:sns:eu-west-1:111111111111:old'
    const { triggers } = assemble(
      [make.makeSubscription()],
      granted(service('sns', make.TOPIC_ARN), service('sns', other)),
    )
    expect(triggers.map((one) => [one.source, one.sides])).toEqual([
      [make.TOPIC_ARN, 'both'],
      [other, 'grant only'],
    ])
  })
})

describe('a trigger that is not live', () => {
  test.each<[string, ResourceRecord[], Partial<FunctionRecord>, RegExp]>([
    ['an API without a stage', [make.makeApi({ stages: known([]) })], {}, /not deployed/],
    ['an API that is closed', [make.makeApi({ executeApiDisabled: known(true) })], {}, /disabled/],
    ['a rule that is off', [make.makeRule({ state: known('DISABLED') })], {}, /rule is disabled/],
    ['a mapping that is off', [make.makeMapping({ state: known('Disabled') })], {}, /mapping is Disabled/],
    [
      'a function without concurrency',
      [make.makeMapping()],
      { reservedConcurrency: known(0) },
      /concurrency is 0/,
    ],
    ['a function that failed', [make.makeMapping()], { state: known('Failed') }, /Failed/],
    [
      'an alias that is gone',
      [make.makeMapping({ functionArn: known(`${FUNCTION_ARN}:live`) })],
      {},
      /no alias or version live/,
    ],
    [
      'a load balancer without a rule',
      [make.makeLoadBalancer({ listeners: known([]) })],
      {},
      /no listener rule/,
    ],
  ])('%s', (_, records, values, reason) => {
    const { triggers } = assemble(records, values)
    expect(triggers[0]?.live).toBe(false)
    expect(triggers[0]?.liveReason).toMatch(reason)
  })

  test('an API that has a domain name is live without its own endpoint', () => {
    const domains = known([{ domainName: 'api.example.com', basePath: '', stage: 'prod', mutualTls: false }])
    const { triggers } = assemble([make.makeApi({ executeApiDisabled: known(true), domains })])
    expect(triggers[0]).toMatchObject({ live: true })
  })
})

test('stage variables are resolved stage by stage', () => {
  const route = make.makeRoute({
    integration: {
      type: 'AWS_PROXY',
      functionArn: `${FUNCTION_ARN}:\${stageVariables.alias}`,
      invocation: 'synchronous',
    },
  })
  const stages = known([
    make.makeStage({ name: 'prod', variables: { alias: 'live' } }),
    make.makeStage({ name: 'test', variables: { alias: 'next' } }),
    make.makeStage({ name: 'bare' }),
  ])
  const { triggers } = assemble([make.makeApi({ routes: known([route]), stages })])
  expect(triggers.map((one) => [one.detail, one.qualifier])).toEqual([
    ['GET /orders in prod', 'live'],
    ['GET /orders in test', 'next'],
  ])
})

test("an alias is let in by its own policy, not by the function's", () => {
  const record = make.makeSubscription({ functionArn: `${FUNCTION_ARN}:live` })
  const aliases = known([{ name: 'live', functionVersion: '1', routing: {} }])
  const grant = makePolicy(service('sns', make.TOPIC_ARN))
  expect(assemble([record], { aliases, policy: known(grant) }).triggers[0]?.sides).toBe('source only')
  const { triggers } = assemble([record], { aliases, qualifiedPolicies: known({ live: grant }) })
  expect(triggers).toMatchObject([{ sides: 'both', qualifier: 'live' }])
})

test('an API key does not authenticate, an authorizer does', () => {
  const routes = known([
    make.makeRoute({ apiKeyRequired: true }),
    make.makeRoute({ path: '/a', authorization: 'CUSTOM', authorizerId: 'a1' }),
  ])
  const authorizers = known([
    { id: 'a1', name: 'tokens', type: 'TOKEN', userPoolArns: [], audiences: [], identitySources: [] },
  ])
  const { triggers } = assemble([make.makeApi({ routes, authorizers })])
  expect(triggers.map((one) => one.guards.map((guard) => [guard.kind, guard.authenticates]))).toEqual([
    [['api-key', false]],
    [['authorizer', true]],
  ])
})

test('tells what could not be looked at', () => {
  const records = [
    make.makeApi({ routes: denied('apigateway:GET') }),
    make.makeApi({ apiId: 'api2', arn: 'arn:2', routes: denied('apigateway:GET') }),
    make.makeBucket({ notifications: failed('timed out') }),
  ]
  const { unseen } = assemble(
    records,
    { urls: denied('lambda:ListFunctionUrlConfigs') },
    new Set([...make.ALL_COLLECTED].filter((key) => !key.endsWith('schedule'))),
  )
  expect(unseen).toEqual([
    'its function URLs: lambda:ListFunctionUrlConfigs is denied',
    'Not collected in this account and region: schedules. Triggers of these kinds may be missing.',
    '2 API Gateway APIs, among them arn:aws:apigateway:eu-west-1::/restapis/api1: routes: apigateway:GET is denied. Any of them may name this function.',
    'arn:aws:s3:::uploads: notifications: timed out. It may name this function.',
  ])
})

test('where asynchronous events go: destination, then dead-letter queue, then nowhere, then unknown', () => {
  const failuresOf = (values: Partial<FunctionRecord>) =>
    assemble([make.makeSchedule()], values).triggers[0]?.failures
  const onFailure = make.TOPIC_ARN
  expect(
    failuresOf({
      eventInvokeConfigs: known([{ qualifier: '$LATEST', onFailure }]),
      deadLetterTargetArn: known(DLQ),
    }),
  ).toEqual({ to: onFailure, via: 'destination' })
  expect(failuresOf({ deadLetterTargetArn: known(DLQ) })).toEqual({ to: DLQ, via: 'dead-letter queue' })
  expect(failuresOf({})).toEqual({ to: null, via: 'nowhere' })
  expect(failuresOf({ eventInvokeConfigs: denied('x') })).toEqual({ to: null, via: 'unknown' })
})

test('each statement that lets in a method of a route for any method is in use', () => {
  const route = make.makeRoute({ method: 'ANY', path: '/orders' })
  const arn = 'arn:aws:execute-api:eu-west-1:111111111111:api1'
  const { triggers } = assemble(
    [make.makeApi({ routes: known([route]) })],
    granted(service('apigateway', `${arn}/*/GET/orders`), service('apigateway', `${arn}/*/POST/orders`)),
  )
  expect(triggers.map((one) => one.sides)).toEqual(['both'])
})

test('a web ACL that names the stage guards it, whichever side tells', () => {
  const acl: ResourceRecord = {
    kind: 'web-acl',
    arn: 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/shop/1',
    name: 'shop',
    accountId: '111111111111',
    region: 'eu-west-1',
    scope: 'REGIONAL',
    defaultAction: known('ALLOW'),
    rules: known([{ name: 'r', priority: 0, type: 'managed', action: 'COUNT' }]),
    resources: known(['arn:aws:apigateway:eu-west-1::/restapis/api1/stages/prod']),
    unknownFields: [],
  }
  const { triggers } = assemble([make.makeApi(), acl])
  expect(triggers[0]?.guards).toMatchObject([{ kind: 'web-acl', name: 'shop', authenticates: false }])
})

test.each([
  ['mq', 'arn:aws:mq:eu-west-1:111111111111:broker:orders:b-1', 'orders'],
  ['kafka', 'arn:aws:kafka:eu-west-1:111111111111:cluster/orders/1', 'orders'],
  [
    'dynamodb',
    'arn:aws:dynamodb:eu-west-1:111111111111:table/orders/stream/2026-01-01T00:00:00.000',
    'orders',
  ],
  ['documentdb', 'arn:aws:rds:eu-west-1:111111111111:cluster:orders', 'orders'],
])('the source of a %s mapping has its own name', (sourceType, arn, name) => {
  const { triggers } = assemble([make.makeMapping({ sourceType, eventSourceArn: known(arn) })])
  expect(triggers).toMatchObject([{ kind: sourceType, sourceName: name }])
})
