import { describe, expect, it } from 'vitest'
import { valueOr } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { contentHash } from '#server/domain/records/content-hash.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { apis } from './apis.ts'

const demo = openDemo({ functions: 240 })
const hostile = openDemo({ functions: 120, accounts: 1, hostile: true })

const ofService = (items: ApiRecord[], service: string) =>
  items.find(({ tags }) => valueOr(tags, {})?.service === service)
const routesOf = (api: ApiRecord | undefined) => (api ? (valueOr(api.routes, []) ?? []) : [])
const functionsOf = (items: ApiRecord[]) =>
  items.flatMap(routesOf).flatMap(({ integration }) => integration?.functionArn ?? [])

describe('APIs', () => {
  it('are all read with routes, stages, authorizers, plans and domains', async () => {
    const { status, complete, problems, items } = await demo.run(apis, undefined)
    expect({ status, complete, problems }).toEqual({ status: 'ok', complete: true, problems: [] })
    expect(new Set(items.map(({ protocol }) => protocol))).toEqual(new Set(['REST', 'HTTP', 'WEBSOCKET']))
    expect(new Set(items.flatMap(({ endpointTypes }) => valueOr(endpointTypes, []) ?? []))).toEqual(
      new Set(['REGIONAL', 'PRIVATE', 'EDGE']),
    )
    const estate = await (await fetch(`${demo.aws.endpoint}/__demo/estate?hours=1`)).json()
    expect(items).toHaveLength(estate.accounts[0].regions['eu-west-1'].apis)
    expect(items.every(({ unknownFields }) => unknownFields.length === 0)).toBe(true)
    expect(new Set(items.map(({ arn }) => arn)).size).toBe(items.length)
    expect(items.filter(({ stages }) => stages.state === 'absent').length).toBeGreaterThan(0)
    expect(items.some(({ executeApiDisabled: off }) => valueOr(off, false))).toBe(true)
    const authorization = new Set(items.flatMap(routesOf).map((route) => route.authorization))
    expect(authorization).toEqual(new Set(['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT']))
    expect(items.some(({ usagePlans }) => usagePlans.state === 'known')).toBe(true)
    expect(functionsOf(items).every((arn) => /^arn:aws:lambda:eu-west-1:\d{12}:function:/.test(arn))).toBe(
      true,
    )
    expect(functionsOf(items).some((arn) => arn.includes('{stageVariables.handler}'))).toBe(true)
  })

  it('have each custom domain once, whichever of the two interfaces tells of it', async () => {
    const { items } = await demo.run(apis, undefined)
    const checkout = ofService(items, 'checkout')
    expect(checkout?.domains).toEqual({
      state: 'known',
      value: [
        {
          domainName: 'api.shop.example',
          basePath: 'checkout',
          stage: 'prod',
          endpointType: 'REGIONAL',
          securityPolicy: 'TLS_1_2',
          mutualTls: false,
        },
      ],
    })
    const domains = items.flatMap(({ domains }) => valueOr(domains, []) ?? [])
    expect(domains.some(({ endpointType }) => endpointType === 'EDGE')).toBe(true)
    expect(domains.some(({ mutualTls }) => mutualTls)).toBe(true)
    const keys = domains.map(({ domainName, basePath }) => `${domainName}/${basePath}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('hold no values of headers, query strings or stage variables that no integration names', async () => {
    const { items } = await demo.run(apis, undefined)
    expect(JSON.stringify(items)).not.toMatch(/a-shared-secret|X-Internal-Key|"theme"/)
    const stages = items.flatMap((api) => valueOr(api.stages, []) ?? [])
    expect(stages.some(({ variables }) => variables.handler !== undefined)).toBe(true)
  })

  it('are the same when read again', async () => {
    const hashes = async () => (await demo.run(apis, undefined)).items.map(contentHash).sort()
    expect(await hashes()).toEqual(await hashes())
  })

  it('are none, for two calls, in a region that has none', async () => {
    const found = await demo.run(apis, undefined, { region: 'eu-north-1' })
    expect(found).toMatchObject({ status: 'ok', complete: true, items: [], calls: 2 })
  })

  it.each([
    ['apigateway', 'GetResources', 'routes', 'REST'],
    ['apigateway', 'GetStages', 'stages', 'REST'],
    ['apigateway', 'GetAuthorizers', 'authorizers', 'REST'],
    ['apigateway', 'GetUsagePlans', 'usagePlans', 'REST'],
    ['apigateway', 'GetDomainNames', 'domains', 'REST'],
    ['apigateway', 'GetBasePathMappings', 'domains', 'REST'],
    ['apigatewayv2', 'GetRoutes', 'routes', 'HTTP'],
    ['apigatewayv2', 'GetIntegrations', 'routes', 'HTTP'],
    ['apigatewayv2', 'GetStages', 'stages', 'HTTP'],
    ['apigatewayv2', 'GetAuthorizers', 'authorizers', 'HTTP'],
    ['apigatewayv2', 'GetDomainNames', 'domains', 'HTTP'],
    ['apigatewayv2', 'GetApiMappings', 'domains', 'HTTP'],
  ] as const)(
    'are handed on where %s %s is denied, with %s denied',
    async (service, operation, field, protocol) => {
      demo.aws.setFaults([{ service, operation, kind: 'denied' }])
      const found = await demo.run(apis, undefined)
      expect(found).toMatchObject({ status: 'partial', complete: true })
      expect(found.problems).toMatchObject([{ operation, permission: 'apigateway:GET', state: 'denied' }])
      const touched = found.items.filter((api) => api.protocol === protocol)
      expect(touched.length).toBeGreaterThan(0)
      for (const api of touched) {
        expect(api[field]).toEqual({ state: 'denied', permission: 'apigateway:GET' })
        expect(api.executeApiDisabled.state).toBe('known')
      }
    },
  )

  it('of which one alone is denied are all handed on, that one with what is known of it', async () => {
    demo.aws.setFaults([{ service: 'apigateway', operation: 'GetStages', kind: 'denied', times: 1 }])
    const found = await demo.run(apis, undefined)
    expect(found.items.filter(({ stages }) => stages.state === 'denied')).toHaveLength(1)
    expect(found.items.every(({ routes }) => routes.state === 'known')).toBe(true)
  })

  it.each([
    ['apigateway', 'GetRestApis', 'REST'],
    ['apigatewayv2', 'GetApis', 'HTTP'],
  ])('of the other kind are handed on where %s %s is denied', async (service, operation, protocol) => {
    demo.aws.setFaults([{ service, operation, kind: 'denied' }])
    const found = await demo.run(apis, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: false })
    expect(found.items.length).toBeGreaterThan(0)
    expect(found.items.map((api) => api.protocol)).not.toContain(protocol)
  })

  it.each(['error500', 'html', 'malformed', 'truncated', 'repeat-token'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 'apigateway', operation: 'GetRestApis', kind }])
      expect((await demo.run(apis, undefined)).complete).toBe(false)
    },
  )

  it('whose routes are malformed have failed ones, not none', async () => {
    demo.aws.setFaults([{ service: 'apigateway', operation: 'GetResources', kind: 'malformed' }])
    const found = await demo.run(apis, undefined)
    const rest = found.items.filter(({ protocol }) => protocol === 'REST')
    expect(rest.every(({ routes }) => routes.state === 'failed')).toBe(true)
  })

  it('that are throttled are waited for', async () => {
    demo.aws.setFaults([{ service: 'apigatewayv2', kind: 'throttle', times: 1 }])
    expect(await demo.run(apis, undefined)).toMatchObject({ status: 'ok', complete: true, throttles: 1 })
  })

  it('with hostile names and members are read, and what is not known of them is told', async () => {
    const { complete, problems, items } = await hostile.run(apis, undefined)
    expect({ complete, problems }).toEqual({ complete: true, problems: [] })
    const checkout = ofService(items, 'checkout')
    expect(checkout?.name).toBe('<img src=x onerror=alert(1)>\u202Egnp')
    expect(checkout?.policy).toMatchObject({ state: 'known', value: { parsed: undefined } })
    expect(checkout?.unknownFields).toEqual(['futureField', 'methods.futureField', 'stages.futureField'])
    expect(routesOf(checkout).map(({ key }) => key)).toContain('=1+1 /<svg onload=alert(1)>')
    const shipping = ofService(items, 'shipping')
    expect(shipping?.unknownFields).toEqual(['futureField', 'routes.futureField'])
    expect(routesOf(shipping).some(({ integration }) => integration === undefined)).toBe(true)
    for (const api of items) expect(contentHash(api)).toMatch(/^[0-9a-f]{64}$/)
  })
})
