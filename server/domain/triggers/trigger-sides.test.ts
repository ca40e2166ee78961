import { describe, expect, test } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { assemble, grantTo } from '#server/testing/assemble.ts'
import { makeMapping } from '#server/testing/event-source-records.ts'
import * as make from '#server/testing/source-records.ts'
import { policy } from '#server/testing/statements.ts'

const LOG_GROUP = 'arn:aws:logs:eu-west-1:111122223333:log-group:'

describe('one side alone', () => {
  test.each<[string, ResourceRecord[], Partial<FunctionRecord>, string, boolean | null]>([
    ['a grant whose topic is gone', [], policy(grantTo('sns', make.TOPIC_ARN)), 'grant only', false],
    ['a grant for a log group', [], policy(grantTo('logs', `${LOG_GROUP}/app:*`)), 'grant only', false],
    [
      'a grant for log groups by a pattern',
      [],
      policy(grantTo('logs', `${LOG_GROUP}/a*:*`)),
      'unknown',
      null,
    ],
    ['a grant for any log group', [], policy(grantTo('logs')), 'unknown', null],
    ['a grant for any topic', [], policy(grantTo('sns')), 'grant only', null],
    ['a topic without a grant', [make.makeSubscription()], {}, 'source only', true],
    [
      'a topic that a Deny keeps out',
      [make.makeSubscription()],
      policy(grantTo('sns'), { Effect: 'Deny', Principal: '*' }),
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
      policy(grantTo('sns', 'arn:aws:sns:eu-west-1:999999999999:t')),
      'unknown',
      null,
    ],
    [
      'a statement for a URL that is not there',
      [],
      policy({ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }),
      'grant only',
      false,
    ],
    [
      'the same where URLs were not seen',
      [],
      { ...policy({ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }), urls: denied('x') },
      'unknown',
      null,
    ],
  ])('%s', (_, records, values, sides, live) => {
    expect(assemble(records, values).triggers[0]).toMatchObject({ sides, live })
  })

  test('a leftover beside a used grant of the same service', () => {
    const other = 'arn:aws:sns:eu-west-1:111122223333:old'
    const { triggers } = assemble(
      [make.makeSubscription()],
      policy(grantTo('sns', make.TOPIC_ARN), grantTo('sns', other)),
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
    ['a mapping that is off', [makeMapping({ state: known('Disabled') })], {}, /mapping is Disabled/],
    [
      'a function without concurrency',
      [makeMapping()],
      { reservedConcurrency: known(0) },
      /concurrency is 0/,
    ],
    ['a function that failed', [makeMapping()], { state: known('Failed') }, /Failed/],
    [
      'an alias that is gone',
      [makeMapping({ functionArn: known(`${make.FUNCTION_ARN}:live`) })],
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

test('each statement that lets in a method of a route for any method is in use', () => {
  const route = make.makeRoute({ method: 'ANY', path: '/orders' })
  const arn = 'arn:aws:execute-api:eu-west-1:111122223333:api1'
  const { triggers } = assemble(
    [make.makeApi({ routes: known([route]) })],
    policy(grantTo('apigateway', `${arn}/*/GET/orders`), grantTo('apigateway', `${arn}/*/POST/orders`)),
  )
  expect(triggers.map((one) => one.sides)).toEqual(['both'])
})

test("an alias is let in by its own policy, not by the function's", () => {
  const record = make.makeSubscription({ functionArn: `${make.FUNCTION_ARN}:live` })
  const aliases = known([{ name: 'live', functionVersion: '1', routing: {} }])
  const grant = make.makePolicy(grantTo('sns', make.TOPIC_ARN))
  expect(assemble([record], { aliases, policy: known(grant) }).triggers[0]?.sides).toBe('source only')
  const { triggers } = assemble([record], { aliases, qualifiedPolicies: known({ live: grant }) })
  expect(triggers).toMatchObject([{ sides: 'both', qualifier: 'live' }])
})
