import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asObject } from '#server/domain/json.ts'
import { readHttpApi, readHttpAuthorizer, readHttpRoute, readHttpStage } from './read-http-api.ts'
import {
  readRestApi,
  readRestAuthorizer,
  readRestRoutes,
  readRestStage,
  readThrottle,
  readUsagePlan,
} from './read-rest-api.ts'
import { fingerprintForTest } from './run-for-test.ts'

describe('a REST API', () => {
  it.each([
    [
      'as API Gateway escapes it',
      '{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}',
      { Version: '2012-10-17', Statement: [] },
    ],
    ['as plain JSON', '{"Statement":[]}', { Statement: [] }],
    ['that is none', '<not a policy>', undefined],
  ])('has its policy %s', (_, policy, parsed) => {
    expect(readRestApi({ policy }).policy).toMatchObject({ state: 'known', value: { parsed } })
  })

  it('has a route for each method of a resource', () => {
    const method = {
      authorizationType: 'CUSTOM',
      authorizerId: 'a1',
      apiKeyRequired: true,
      requestValidatorId: 'v',
    }
    expect(
      readRestRoutes({ path: '/orders/{id}', resourceMethods: { GET: method, POST: null } }),
    ).toMatchObject([
      {
        key: 'GET /orders/{id}',
        authorization: 'CUSTOM',
        authorizerId: 'a1',
        apiKeyRequired: true,
        requestValidator: 'v',
        integration: undefined,
      },
      { key: 'POST /orders/{id}', authorization: 'NONE', apiKeyRequired: false },
    ])
    expect(readRestRoutes({ path: '/', resourceMethods: null })).toEqual([])
  })

  it('has limits by stage and by method, with slashes as slashes', () => {
    const methodSettings = {
      '*/*': { throttlingRateLimit: 10, throttlingBurstLimit: -1, loggingLevel: 'INFO' },
      '~1orders~1{id}/GET': { throttlingRateLimit: 1.5, throttlingBurstLimit: 3 },
      'orders/POST': { loggingLevel: 'OFF' },
    }
    expect(
      readRestStage(
        { stageName: 'v1', methodSettings, variables: { a: '1', b: '2' } },
        new Set(['b']),
        fingerprintForTest,
      ),
    ).toMatchObject({
      name: 'v1',
      throttle: { ratePerSecond: 10 },
      routeThrottles: { '/orders/{id}/GET': { ratePerSecond: 1.5, burst: 3 } },
      executionLogLevel: 'INFO',
      variables: { b: '2' },
      tracing: false,
    })
    expect(readThrottle({ throttlingRateLimit: 0, throttlingBurstLimit: 0 })).toEqual({
      ratePerSecond: 0,
      burst: 0,
    })
  })

  it('has its usage plans’ stages and quota', () => {
    const apiStages = [
      { apiId: 'x', stage: 'b' },
      { apiId: 'y', stage: 'c' },
      { apiId: 'x', stage: 'a' },
    ]
    const plan = readUsagePlan({ id: 'p', name: 'n', apiStages, quota: { limit: 5, period: 'DAY' } })
    expect([...plan.apiIds]).toEqual(['x', 'y'])
    expect(plan.of('x')).toEqual({
      id: 'p',
      name: 'n',
      stages: ['a', 'b'],
      throttle: {},
      quota: { limit: 5, period: 'DAY' },
    })
  })

  it('has its authorizers’ functions without the wrapping', () => {
    const authorizerUri =
      'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:auth/invocations'
    const identitySource = 'method.request.header.Authorization, method.request.querystring.t'
    expect(readRestAuthorizer({ id: 'a', type: 'REQUEST', authorizerUri, identitySource })).toMatchObject({
      type: 'REQUEST',
      functionArn: 'arn:aws:lambda:eu-west-1:1:function:auth',
      identitySources: ['method.request.header.Authorization', 'method.request.querystring.t'],
    })
  })
})

describe('an HTTP API', () => {
  const integration = {
    integrationId: 'i',
    integrationType: 'AWS_PROXY',
    integrationSubtype: 'SQS-SendMessage',
    credentialsArn: 'arn:r',
  }
  it.each([
    ['GET /orders/{id}', 'GET', '/orders/{id}'],
    ['ANY /{proxy+}', 'ANY', '/{proxy+}'],
    ['$default', 'ANY', '$default'],
    ['sendMessage', 'ANY', 'sendMessage'],
  ])('has for route %s method %s and path %s', (routeKey, method, path) => {
    const route = readHttpRoute({ routeKey, target: 'integrations/i' }, new Map([['i', integration]]))
    expect(route).toMatchObject({ key: routeKey, method, path, authorization: 'NONE' })
    expect(route.integration).toMatchObject({
      type: 'AWS_PROXY',
      uri: 'SQS-SendMessage',
      credentialsArn: 'arn:r',
    })
  })

  it('has JWT authorizers, origins and limits by route', () => {
    const jwtConfiguration = { issuer: 'https://issuer', audience: ['b', 'a'] }
    expect(readHttpAuthorizer({ authorizerId: 'j', authorizerType: 'JWT', jwtConfiguration })).toMatchObject({
      type: 'JWT',
      issuer: 'https://issuer',
      audiences: ['a', 'b'],
    })
    expect(readHttpApi({ corsConfiguration: { allowOrigins: ['*'] } }).cors).toEqual({
      state: 'known',
      value: { allowOrigins: ['*'], allowCredentials: false },
    })
    const routeSettings = { 'GET /x': { throttlingRateLimit: 1 } }
    expect(
      readHttpStage(
        { stageName: '$default', autoDeploy: true, routeSettings },
        new Set(),
        fingerprintForTest,
      ),
    ).toMatchObject({
      autoDeploy: true,
      throttle: {},
      routeThrottles: { 'GET /x': { ratePerSecond: 1 } },
    })
  })
})

it('any JSON is read as something', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const from = asObject(value)
      readRestApi(from)
      readHttpApi(from)
      for (const read of [readRestRoutes, readRestAuthorizer, readHttpAuthorizer, readUsagePlan]) read(value)
      readRestStage(
        { methodSettings: value, variables: value, accessLogSettings: value },
        new Set(),
        fingerprintForTest,
      )
      readHttpStage({ routeSettings: value, defaultRouteSettings: value }, new Set(), fingerprintForTest)
      readRestRoutes({ resourceMethods: { GET: value }, path: value })
      expect(readHttpRoute({ routeKey: value, target: 'i' }, new Map([['i', from]])).key).toBeTypeOf('string')
    }),
  )
})

describe('stage variables', () => {
  const variables = { host: 'db.internal', key: 'x', api_token: '9f8c1d2e3b4a59687f6e5d4c3b2a1908' }

  it.each([
    ['REST', readRestStage({ stageName: 'v1', variables }, new Set(['api_token']), fingerprintForTest)],
    [
      'HTTP',
      readHttpStage(
        { stageName: 'v1', stageVariables: variables },
        new Set(['api_token']),
        fingerprintForTest,
      ),
    ],
  ])('of a %s API are searched for secrets, which stay in none of them', (_, stage) => {
    expect(stage.secrets).toMatchObject([{ where: 'api_token', detector: 'entropy' }])
    expect(JSON.stringify(stage)).not.toContain('9f8c1d2e')
    expect(stage.variables).toEqual({ api_token: '[entropy]' })
  })

  it('say whether a REST stage caches and whether that cache is encrypted', () => {
    const stage = (settings: object) =>
      readRestStage(
        { cacheClusterEnabled: true, methodSettings: { '*/*': settings } },
        new Set(),
        fingerprintForTest,
      )
    expect(stage({ cachingEnabled: true, cacheDataEncrypted: true })).toMatchObject({
      cacheEnabled: true,
      cacheEncrypted: true,
    })
    expect(stage({ cachingEnabled: true, dataTraceEnabled: true })).toMatchObject({
      cacheEncrypted: false,
      dataTrace: true,
    })
    expect(stage({})).toMatchObject({ cacheEnabled: false, dataTrace: false })
  })
})
