import {
  APIGatewayClient,
  GetBasePathMappingsCommand,
  GetDomainNamesCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway'
import {
  ApiGatewayV2Client,
  GetApiMappingsCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
} from '@aws-sdk/client-apigatewayv2'
import {
  CloudFrontClient,
  GetDistributionCommand,
  ListDistributionsCommand,
  paginateListDistributions,
} from '@aws-sdk/client-cloudfront'
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { GetWebACLCommand, ListWebACLsCommand, WAFV2Client } from '@aws-sdk/client-wafv2'
import { expect, it } from 'vitest'
import type { DemoAws, DemoOptions } from '#demo/server.ts'
import { failureOf, clientsOf as lambdaClients, startForTest } from '#demo/testing/start.ts'

function clientsOf(demo: DemoAws, region = 'eu-west-1') {
  const config = { endpoint: demo.endpoint, region, credentials: demo.credentials, maxAttempts: 1 }
  return {
    rest: new APIGatewayClient(config),
    http: new ApiGatewayV2Client(config),
    elb: new ElasticLoadBalancingV2Client(config),
    waf: new WAFV2Client(config),
    cloudfront: new CloudFrontClient({ ...config, region: 'us-east-1' }),
  }
}

async function start(options: DemoOptions = {}) {
  const { demo } = await startForTest({ functions: 300, ...options })
  return { demo, ...clientsOf(demo) }
}

async function all<Page, Item>(pages: AsyncIterable<Page>, of: (page: Page) => Item[] | undefined) {
  const items: Item[] = []
  for await (const page of pages) items.push(...(of(page) ?? []))
  return items
}

it('pages through REST APIs, each once, and answers every read of one', async () => {
  const { rest } = await start()
  const apis = await all(paginateGetRestApis({ client: rest, pageSize: 3 }, {}), (page) => page.items)
  expect(apis.length).toBeGreaterThan(6)
  expect(new Set(apis.map(({ id }) => id)).size).toBe(apis.length)
  const checkout = apis.find(({ name }) => name === 'checkout-api')
  expect(checkout).toMatchObject({
    endpointConfiguration: { types: ['REGIONAL'] },
    tags: { service: 'checkout' },
  })
  expect(checkout?.createdDate).toBeInstanceOf(Date)
  const restApiId = checkout?.id
  const { items } = await rest.send(new GetResourcesCommand({ restApiId, embed: ['methods'], limit: 500 }))
  const route = items?.find(({ path }) => path === '/v1/checkout')
  expect(items?.find(({ id }) => id === route?.parentId)?.path).toBe('/v1')
  expect(route?.resourceMethods?.POST).toMatchObject({
    authorizationType: 'COGNITO_USER_POOLS',
    methodIntegration: {
      type: 'AWS_PROXY',
      uri: expect.stringContaining(':function:checkout-api/invocations'),
    },
  })
  const plain = await rest.send(new GetResourcesCommand({ restApiId }))
  expect(plain.items?.every(({ resourceMethods }) => resourceMethods === undefined)).toBe(true)
  const stages = await rest.send(new GetStagesCommand({ restApiId }))
  expect(stages.item?.[0]).toMatchObject({
    stageName: 'prod',
    methodSettings: { '*/*': { throttlingRateLimit: 500 } },
  })
  expect((await rest.send(new GetUsagePlansCommand({}))).items?.[0]?.apiStages).toHaveLength(1)
  const domains = await rest.send(new GetDomainNamesCommand({}))
  expect(domains.items?.map(({ domainName }) => domainName)).toContain('api.shop.example')
  const mappings = await rest.send(new GetBasePathMappingsCommand({ domainName: 'api.shop.example' }))
  expect(mappings.items).toContainEqual({ basePath: 'checkout', restApiId, stage: 'prod' })
})

it('answers every read of HTTP and WebSocket APIs', async () => {
  const { http } = await start()
  const first = await http.send(new GetApisCommand({ MaxResults: '2' }))
  expect(first.Items).toHaveLength(2)
  const rest = await http.send(new GetApisCommand({ NextToken: first.NextToken, MaxResults: '500' }))
  const apis = [...(first.Items ?? []), ...(rest.Items ?? [])]
  const webSocket = apis.find(({ ProtocolType }) => ProtocolType === 'WEBSOCKET')
  expect(webSocket?.ApiEndpoint).toMatch(/^wss:/)
  const ApiId = apis.find(({ Name }) => Name === 'shipping-api')?.ApiId
  const routes = await http.send(new GetRoutesCommand({ ApiId }))
  const integrations = await http.send(new GetIntegrationsCommand({ ApiId }))
  const [route] = routes.Items ?? []
  expect(route).toMatchObject({
    RouteKey: expect.stringContaining('/v1/shipping'),
    AuthorizationType: 'NONE',
  })
  const target = route?.Target?.replace('integrations/', '')
  expect(integrations.Items?.find(({ IntegrationId }) => IntegrationId === target)?.IntegrationUri).toContain(
    ':function:shipping-',
  )
  const authorizers = await Promise.all(
    apis.map((api) => http.send(new GetAuthorizersCommand({ ApiId: api.ApiId }))),
  )
  const kinds = authorizers.flatMap(({ Items = [] }) => Items.map(({ AuthorizerType }) => AuthorizerType))
  expect(kinds).toContain('JWT')
  const mappings = await http.send(new GetApiMappingsCommand({ DomainName: 'api.shop.example' }))
  expect(mappings.Items?.map(({ ApiMappingKey }) => ApiMappingKey)).toContain('checkout')
})

it('has load balancers before functions, and instances behind others', async () => {
  const { elb } = await start()
  const groups = await all(
    paginateDescribeTargetGroups({ client: elb, pageSize: 1 }, {}),
    (page) => page.TargetGroups,
  )
  expect(groups.map(({ TargetType }) => TargetType).sort()).toEqual([
    'instance',
    'instance',
    'lambda',
    'lambda',
  ])
  const found = await elb.send(new DescribeLoadBalancersCommand({}))
  expect(found.LoadBalancers?.map(({ Scheme }) => Scheme)).toEqual(['internet-facing', 'internal'])
  expect(found.LoadBalancers?.[0]?.CreatedTime).toBeInstanceOf(Date)
  const LoadBalancerArn = found.LoadBalancers?.[0]?.LoadBalancerArn
  const { Listeners } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }))
  const ListenerArn = Listeners?.[0]?.ListenerArn
  const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn }))
  expect(Rules?.map(({ Priority, IsDefault }) => [Priority, IsDefault])).toEqual([
    ['1', false],
    ['2', false],
    ['default', true],
  ])
  expect(Rules?.[1]?.Actions?.map(({ Type }) => Type)).toEqual(['authenticate-oidc', 'forward'])
})

it('has Lambda@Edge run a version that is there', async () => {
  const { demo, cloudfront } = await start()
  const { DistributionList } = await cloudfront.send(new ListDistributionsCommand({}))
  const [edge] = (DistributionList?.Items ?? []).flatMap(
    (item) => item.DefaultCacheBehavior?.LambdaFunctionAssociations?.Items ?? [],
  )
  const [, FunctionName, Qualifier] = /:function:([^:]+):(\d+)$/.exec(edge?.LambdaFunctionARN ?? '') ?? []
  const { lambda } = lambdaClients(demo, 'us-east-1')
  const version = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }))
  expect(version.FunctionArn).toBe(edge?.LambdaFunctionARN)
})

it('has distributions whose list says what each of them says by itself', async () => {
  const { cloudfront } = await start()
  const listed = await all(
    paginateListDistributions({ client: cloudfront, pageSize: 1 }, {}),
    (page) => page.DistributionList?.Items,
  )
  expect(listed).toHaveLength(3)
  for (const { Id, Origins, DefaultCacheBehavior, Aliases, Comment } of listed) {
    const whole = await cloudfront.send(new GetDistributionCommand({ Id }))
    expect(whole.Distribution?.LastModifiedTime).toBeInstanceOf(Date)
    expect(whole.Distribution?.DistributionConfig).toMatchObject({
      Origins,
      DefaultCacheBehavior,
      Aliases,
      Comment,
    })
  }
})

it('keeps the web ACLs of CloudFront in us-east-1 alone', async () => {
  const { demo, waf } = await start()
  const edge = clientsOf(demo, 'us-east-1').waf
  expect((await edge.send(new ListWebACLsCommand({ Scope: 'CLOUDFRONT' }))).WebACLs).toHaveLength(1)
  expect(await failureOf(waf.send(new ListWebACLsCommand({ Scope: 'CLOUDFRONT' })))).toMatchObject({
    name: 'WAFInvalidParameterException',
  })
  const [acl] = (await waf.send(new ListWebACLsCommand({ Scope: 'REGIONAL' }))).WebACLs ?? []
  const { WebACL } = await waf.send(new GetWebACLCommand({ Scope: 'REGIONAL', Name: acl?.Name, Id: acl?.Id }))
  expect(WebACL?.Rules?.map(({ Priority }) => Priority)).toEqual([0, 1, 5])
})

it('answers with the real errors', async () => {
  const { rest, http, elb, cloudfront, waf } = await start()
  const failures = await Promise.all(
    [
      rest.send(new GetStagesCommand({ restApiId: 'nobody' })),
      rest.send(new GetRestApisCommand({ position: 'forged' })),
      http.send(new GetRoutesCommand({ ApiId: 'nobody' })),
      elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: ['arn:nobody'] })),
      cloudfront.send(new GetDistributionCommand({ Id: 'ENOBODY' })),
      waf.send(new GetWebACLCommand({ Scope: 'REGIONAL', Name: 'nobody', Id: 'x' })),
    ].map(failureOf),
  )
  expect(failures.map(({ name, status }) => [name, status])).toEqual([
    ['NotFoundException', 404],
    ['BadRequestException', 400],
    ['NotFoundException', 404],
    ['LoadBalancerNotFoundException', 400],
    ['NoSuchDistribution', 404],
    ['WAFNonexistentItemException', 400],
  ])
})

it('names the one action that IAM knows API Gateway’s reads by when it denies', async () => {
  const { demo, rest, http } = await start()
  demo.setFaults([{ service: 'apigateway', kind: 'denied' }])
  expect(await failureOf(rest.send(new GetRestApisCommand({})))).toMatchObject({
    name: 'AccessDeniedException',
    status: 403,
    message: expect.stringContaining(
      'is not authorized to perform: apigateway:GET on resource: arn:aws:apigateway:',
    ),
  })
  expect((await http.send(new GetApisCommand({}))).Items?.length).toBeGreaterThan(0)
})

it('lets ten requests a second through for API Gateway', async () => {
  const { rest } = await start({ rateScale: 1 })
  const send = () => rest.send(new GetUsagePlansCommand({}))
  const results = await Promise.allSettled(Array.from({ length: 30 }, send))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.length).toBeGreaterThan(10)
  expect(refused[0]?.reason).toMatchObject({ name: 'TooManyRequestsException' })
})

it('has nothing before the functions of a region that has none', async () => {
  const { demo } = await start()
  const { rest, http, elb, waf } = clientsOf(demo, 'eu-north-1')
  expect((await rest.send(new GetRestApisCommand({}))).items).toEqual([])
  expect((await http.send(new GetApisCommand({}))).Items).toEqual([])
  expect((await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers).toEqual([])
  expect((await waf.send(new ListWebACLsCommand({ Scope: 'REGIONAL' }))).WebACLs).toEqual([])
})
