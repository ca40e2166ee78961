import { describe, expect, test } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { assemble, grantTo } from '#server/testing/assemble.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import * as make from '#server/testing/source-records.ts'
import { policy } from '#server/testing/statements.ts'

const API_GRANT = grantTo('apigateway', 'arn:aws:execute-api:eu-west-1:111122223333:api1/*/GET/orders')
const DLQ = 'arn:aws:sqs:eu-west-1:111122223333:dlq'

describe('a trigger of each kind, seen from both sides', () => {
  const cases: [string, ResourceRecord[], Partial<FunctionRecord>, object][] = [
    [
      'REST API',
      [make.makeApi()],
      policy(API_GRANT),
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
      policy(grantTo('apigateway', 'arn:aws:execute-api:eu-west-1:111122223333:api1/*/$default')),
      { kind: 'api', sides: 'both', live: true },
    ],
    [
      'route for any method with a grant for one',
      [make.makeApi({ routes: known([make.makeRoute({ method: 'ANY', path: '/{proxy+}' })]) })],
      policy(grantTo('apigateway', 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod/POST/*')),
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
                functionArn: make.FUNCTION_ARN,
                invocation: 'asynchronous',
                credentialsArn: 'arn:aws:iam::111122223333:role/api',
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
      policy(grantTo('elasticloadbalancing', make.TARGET_GROUP)),
      { kind: 'elb', sides: 'both', live: true },
    ],
    [
      'bucket',
      [make.makeBucket()],
      policy(grantTo('s3', 'arn:aws:s3:::uploads', '111122223333')),
      { kind: 's3', sides: 'both', failures: { to: null, via: 'nowhere' } },
    ],
    [
      'topic',
      [make.makeSubscription()],
      policy(grantTo('sns', make.TOPIC_ARN)),
      { kind: 'sns', sides: 'both', sourceName: 'orders' },
    ],
    [
      'rule with its own dead-letter queue',
      [make.makeRule({ targets: known([{ id: 't', arn: make.FUNCTION_ARN, deadLetterArn: DLQ }]) })],
      policy(grantTo('events', make.RULE_ARN)),
      {
        kind: 'event-rule',
        sides: 'both',
        detail: 'rate(1 day)',
        retries: expect.stringContaining(`what it never accepts goes to ${DLQ}`),
        failures: { to: null, via: 'nowhere' },
      },
    ],
    ['schedule', [make.makeSchedule()], {}, { kind: 'schedule', sides: 'setting', live: true }],
    [
      'log group',
      [make.makeLogSubscription()],
      policy(grantTo('logs', 'arn:aws:logs:eu-west-1:111122223333:log-group:/app:*')),
      { kind: 'logs', sides: 'both' },
    ],
    [
      'user pool',
      [make.makeUserPool()],
      policy(grantTo('cognito-idp', 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_1')),
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
      [makeMapping(), makeEventSource({ deadLetterTargetArn: known(DLQ) })],
      {},
      { kind: 'sqs', invocation: 'queue', live: true, failures: { to: DLQ, via: 'redrive policy' } },
    ],
    [
      'queue without redrive',
      [makeMapping(), makeEventSource()],
      {},
      { failures: { to: null, via: 'nowhere' } },
    ],
    [
      'queue that was not looked at',
      [makeMapping()],
      {},
      { live: true, failures: { to: null, via: 'unknown' } },
    ],
    ['queue that is gone', [makeMapping(), makeEventSource({ exists: known(false) })], {}, { live: false }],
    [
      'stream',
      [
        makeMapping({
          sourceType: 'kinesis',
          eventSourceArn: known('arn:aws:kinesis:eu-west-1:111122223333:stream/clicks'),
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
              functions: [
                { eventType: 'viewer-request', arn: `${make.FUNCTION_ARN}:3`, includesBody: false },
              ],
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
        ...policy(
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
      policy({ Principal: { AWS: 'arn:aws:iam::333333333333:root' } }),
      { kind: 'account', sides: 'setting', sourceAccountId: '333333333333' },
    ],
    ['everyone', [], policy({ Principal: '*' }), { kind: 'anyone', source: '*' }],
    ['everyone but one', [], policy({ NotPrincipal: { AWS: '1' } }), { kind: 'anyone' }],
    [
      'IoT rule',
      [],
      policy(grantTo('iot', 'arn:aws:iot:eu-west-1:111122223333:rule/r')),
      { kind: 'iot', sides: 'unknown', live: null },
    ],
    [
      'service of tomorrow',
      [],
      policy(grantTo('newthing')),
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
