import { expect, test } from 'vitest'
import { denied, failed, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { assemble } from '#server/testing/assemble.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import * as make from '#server/testing/source-records.ts'

const DLQ = 'arn:aws:sqs:eu-west-1:111122223333:dlq'

test('stage variables are resolved stage by stage', () => {
  const route = make.makeRoute({
    integration: {
      type: 'AWS_PROXY',
      functionArn: `${make.FUNCTION_ARN}:\${stageVariables.alias}`,
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

test('a queue that is gone keeps no failures', () => {
  const gone = makeEventSource({ arn: DLQ, exists: known(false) })
  const onFailure = make.TOPIC_ARN
  const lost = assemble([make.makeSchedule(), gone], { deadLetterTargetArn: known(DLQ) }).triggers[0]
  expect(lost?.failures).toEqual({ to: null, via: 'nowhere' })
  expect(lost?.throttled).toContain('then it is lost')
  expect(lost?.retries).toContain(`${DLQ}, where failures were to go, no longer exists`)
  const both = assemble([make.makeSchedule(), gone], {
    eventInvokeConfigs: known([{ qualifier: '$LATEST', onFailure }]),
    deadLetterTargetArn: known(DLQ),
  })
  expect(both.triggers[0]?.failures).toEqual({ to: onFailure, via: 'destination' })
  const stream = makeMapping({ sourceType: 'kinesis', onFailureArn: known(DLQ) })
  expect(assemble([stream, gone]).triggers[0]?.failures).toEqual({ to: null, via: 'nowhere' })
})

test('a web ACL that names the stage guards it, whichever side tells', () => {
  const acl: ResourceRecord = {
    kind: 'web-acl',
    arn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1',
    name: 'shop',
    accountId: '111122223333',
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
  ['mq', 'arn:aws:mq:eu-west-1:111122223333:broker:orders:b-1', 'orders'],
  ['kafka', 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/1', 'orders'],
  [
    'dynamodb',
    'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000',
    'orders',
  ],
  ['documentdb', 'arn:aws:rds:eu-west-1:111122223333:cluster:orders', 'orders'],
])('the source of a %s mapping has its own name', (sourceType, arn, name) => {
  const { triggers } = assemble([makeMapping({ sourceType, eventSourceArn: known(arn) })])
  expect(triggers).toMatchObject([{ kind: sourceType, sourceName: name }])
})
