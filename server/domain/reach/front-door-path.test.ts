import { describe, expect, test } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { DistributionOrigin } from '#server/domain/records/distribution-record.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import * as make from '#server/testing/source-records.ts'

const { makeApi, makeDistribution, makePolicy, makeRoute, makeStage } = make
const ACL = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1'
const API_HOST = 'api1.execute-api.eu-west-1.amazonaws.com'
const API_GRANT = {
  Principal: { Service: 'apigateway.amazonaws.com' },
  Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:api1/*' } },
}
const grants = { policy: known(makePolicy(API_GRANT)) }
const front = (origin: Partial<DistributionOrigin>, webAcl = true) =>
  makeDistribution({
    origins: known([{ id: 'o', domainName: API_HOST, path: '/prod', customHeaderNames: [], ...origin }]),
    behaviours: known([
      { pathPattern: '*', originId: 'o', allowedMethods: [], restrictsViewers: false, functions: [] },
    ]),
    ...(webAcl ? { webAclArn: known(ACL) } : {}),
  })
const kinds = (path: { hops: { kind: string }[] } | undefined) => path?.hops.map((hop) => hop.kind)

describe('the way of a request', () => {
  test('through CloudFront, its web ACL, the API and an authorizer', () => {
    const api = makeApi({ routes: known([makeRoute({ authorization: 'JWT' })]) })
    const resources = [
      { service: 'dynamodb', name: 'orders', arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders' },
    ]
    const { paths } = reachOf(grants, [api, front({})], { roleResources: resources })
    expect(kinds(paths[0])).toEqual([
      'internet',
      'distribution',
      'web-acl',
      'api',
      'authorizer',
      'function',
      'role',
      'resource',
    ])
    expect(paths[0]?.audience).toBe('internet-authenticated')
    const gateway = paths[0]?.hops.find((hop) => hop.kind === 'api')
    expect(gateway?.around).toEqual([
      {
        text: "The API's own endpoint answers without the distribution, past the web ACL that the distribution alone has.",
        address: `https://${API_HOST}/prod/orders`,
        quote: '{"disableExecuteApiEndpoint":false}',
      },
    ])
  })

  test('cannot go around what is closed', () => {
    const domains = known([{ domainName: 'api.example.com', basePath: '', stage: 'prod', mutualTls: false }])
    const api = makeApi({ executeApiDisabled: known(true), domains })
    const { paths } = reachOf(grants, [api, front({ domainName: 'api.example.com' })])
    expect(kinds(paths[0])?.slice(0, 4)).toEqual(['internet', 'distribution', 'web-acl', 'api'])
    expect(paths[0]?.hops.flatMap((hop) => hop.around)).toEqual([])
  })

  test('goes around client certificates by the endpoint beside the domain name', () => {
    const domains = known([{ domainName: 'api.example.com', basePath: '', stage: 'prod', mutualTls: true }])
    const { paths } = reachOf(grants, [makeApi({ domains })])
    expect(paths[0]?.hops.flatMap((hop) => hop.around)).toMatchObject([
      { text: expect.stringContaining('without a client certificate') },
    ])
  })

  test('says what is missing at an open API', () => {
    const { paths } = reachOf(grants, [makeApi({ routes: known([makeRoute({ apiKeyRequired: true })]) })])
    expect(paths[0]?.hops.find((hop) => hop.kind === 'api')?.missing).toEqual([
      'no authorizer: an API key is not authentication',
      'no throttling but that of the account',
      'no request validation',
      'no web ACL at stage prod',
      'no access log at stage prod',
    ])
  })

  test('shows the URL beside the API, and other accounts that call directly', () => {
    const policy = known(
      makePolicy(
        API_GRANT,
        { Principal: '*', Action: 'lambda:InvokeFunctionUrl' },
        { Principal: '*', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
        { Principal: { AWS: '333333333333' } },
      ),
    )
    const urls = known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType: 'NONE' }])
    const { paths } = reachOf({ policy, urls }, [makeApi()])
    const around = paths
      .find((path) => kinds(path)?.includes('api'))
      ?.hops.find((hop) => hop.kind === 'function')?.around
    expect(around?.map((way) => way.text)).toEqual([
      'Its function URL answers anyone on the internet.',
      'principals of account 333333333333 may call lambda:InvokeFunction.',
    ])
  })

  test('names the alias that another account may call past the API', () => {
    const qualifiedPolicies = known({ live: makePolicy({ Principal: { AWS: '333333333333' } }) })
    const { paths } = reachOf({ ...grants, qualifiedPolicies }, [makeApi()])
    expect(paths[0]?.hops.find((hop) => hop.kind === 'function')?.around).toMatchObject([
      { address: expect.stringMatching(/:function:[^:]+:live$/) },
    ])
  })

  test('of many routes alike is drawn once, and of many different ones at most 12 times', () => {
    const alike = Array.from({ length: 30 }, (_, i) => makeRoute({ path: `/r${i}` }))
    const { paths } = reachOf(grants, [makeApi({ routes: known(alike) })])
    expect(paths).toHaveLength(1)
    expect(paths[0]?.hops[1]?.name).toBe('shop GET /r0 and 29 more routes')
    const stages = known([
      makeStage({
        routeThrottles: Object.fromEntries(alike.map((route, i) => [route.key, { ratePerSecond: i + 1 }])),
      }),
    ])
    expect(reachOf(grants, [makeApi({ routes: known(alike), stages })]).paths).toHaveLength(12)
  })

  test('does not begin on the internet where only the account can call', () => {
    expect(reachOf({}, [make.makeSchedule()]).paths).toEqual([])
  })
})
