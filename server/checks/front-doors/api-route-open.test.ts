import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { ADMIN, judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { FUNCTION_ARN, makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { when } from '#server/testing/statements.ts'
import { apiRouteOpen } from './api-route-open.ts'

const invoke = (more: object = {}) =>
  policyOf({ Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more })
const domain = { domainName: 'api.example.com', basePath: '', stage: 'prod', mutualTls: true }
const blocking = {
  kind: 'web-acl' as const,
  arn: 'acl',
  name: 'office',
  accountId: '111122223333',
  region: 'eu-west-1',
  scope: 'REGIONAL' as const,
  defaultAction: known('BLOCK'),
  rules: known([]),
  resources: known([]),
  unknownFields: [],
}

describe('api-route-open', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'a route without authorizer', {}],
    ['fail', 'an open route of an HTTP API', { protocol: 'HTTP' }],
    [
      'fail',
      'an open route, whatever its policy says of an address',
      { policy: invoke(when('IpAddress', 'aws:SourceIp', '0.0.0.0/0')) },
    ],
    ['pass', 'a route with IAM', { routes: known([makeRoute({ authorization: 'AWS_IAM' })]) }],
    [
      'pass',
      'a route with an API key, which another check tells',
      { routes: known([makeRoute({ apiKeyRequired: true })]) },
    ],
    [
      'pass',
      'a preflight beside a route with IAM',
      { routes: known([makeRoute({ authorization: 'AWS_IAM' }), makeRoute({ method: 'OPTIONS' })]) },
    ],
    ['pass', 'a private endpoint', { endpointTypes: known(['PRIVATE']) }],
    [
      'pass',
      'a policy for an office',
      { policy: invoke(when('IpAddress', 'aws:SourceIp', '203.0.113.0/24')) },
    ],
    ['pass', 'a policy that denies', { policy: invoke({ Effect: 'Deny' }) }],
    [
      'pass',
      'client certificates at the only address',
      { domains: known([domain]), executeApiDisabled: known(true) },
    ],
    ['pass', 'a tag that says public', { tags: known({ public: 'true' }) }],
    [
      'pass',
      'a web ACL that blocks whom no rule allows',
      { stages: known([makeStage({ webAclArn: 'acl' })]) },
    ],
    ['not applicable', 'a WebSocket API', { protocol: 'WEBSOCKET' }],
    ['not applicable', 'a preflight alone', { routes: known([makeRoute({ method: 'OPTIONS' })]) }],
    [
      'not applicable',
      'no route to a function',
      { routes: known([makeRoute({ integration: { type: 'MOCK', invocation: 'synchronous' } })]) },
    ],
    ['not applicable', 'no deployment', { stages: known([makeStage({ deploymentId: undefined })]) }],
    ['unknown', 'routes that were denied', { routes: denied('apigateway:GET') }],
    ['unknown', 'a policy that was denied', { policy: denied('apigateway:GET') }],
    [
      'unknown',
      'a policy with a condition of tomorrow',
      { policy: invoke(when('StringEquals', 'aws:Tomorrow', 'x')) },
    ],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiRouteOpen, makeApi(values), [blocking]).state).toBe(state)
  })

  it('names the functions of the open routes alone', () => {
    const integration = {
      type: 'AWS_PROXY',
      functionArn: `${FUNCTION_ARN}-admin:live`,
      invocation: 'synchronous' as const,
    }
    const routes = known([makeRoute(), makeRoute({ path: '/admin', authorization: 'AWS_IAM', integration })])
    expect(judgeRecord(apiRouteOpen, makeApi({ routes }))).toMatchObject({
      severity: 'medium',
      affects: [FUNCTION_ARN],
    })
  })

  it('is high where a function behind has a dangerous role', () => {
    const others = [makeFunctionRecord(), roleForTest(ADMIN, { name: 'orders-api-role' })]
    expect(judgeRecord(apiRouteOpen, makeApi({ usagePlans: absent() }), others)).toMatchObject({
      severity: 'high',
    })
  })

  itKeepsOrder(
    ['execute-api:Invoke'],
    (statements) => judgeRecord(apiRouteOpen, makeApi({ policy: policyOf(...statements) })).state,
  )
})
