import type { ApiSpec, RouteSpec, StageSpec } from '#demo/estate/front-door/model.ts'
import { dayMs } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import type { Call } from '#demo/services/call.ts'

/** Names and members that no well-behaved API has. */
const hostileApi = {
  name: '<img src=x onerror=alert(1)>\u202Egnp',
  description: '=HYPERLINK("http://evil.example")\u0007',
  policy: 'this is not JSON <script>alert(1)</script>',
  futureField: { '<b>': null },
}

const isHostile = (call: Call, api: ApiSpec) => call.hostile && api.service === 'checkout'

export function restApi(call: Call, api: ApiSpec): Record<string, unknown> {
  const { policy } = api
  return {
    id: api.id,
    name: api.name,
    description: `API of ${api.service}`,
    createdDate: new Date(api.createdMs),
    apiKeySource: 'HEADER',
    endpointConfiguration: {
      types: [api.endpointType],
      ipAddressType: 'ipv4',
      ...(api.vpcEndpointIds.length > 0 ? { vpcEndpointIds: api.vpcEndpointIds } : {}),
    },
    ...(policy
      ? { policy: JSON.stringify(JSON.stringify({ Version: '2012-10-17', Statement: policy })).slice(1, -1) }
      : {}),
    tags: api.tags,
    disableExecuteApiEndpoint: api.executeApiDisabled,
    rootResourceId: hexFrom(10, api.id, '/'),
    apiStatus: 'AVAILABLE',
    ...(isHostile(call, api) ? hostileApi : {}),
  }
}

/** Every part of a path is a resource of its own; only the last ones have methods. */
export function restResources(call: Call, api: ApiSpec): Record<string, unknown>[] {
  const byPath = new Map<string, RouteSpec[]>([['/', []]])
  for (const route of api.routes) {
    const parts = route.path.split('/').slice(1)
    parts.forEach((_, i) => {
      const path = `/${parts.slice(0, i + 1).join('/')}`
      byPath.set(path, byPath.get(path) ?? [])
    })
    byPath.get(route.path)?.push(route)
  }
  if (isHostile(call, api))
    byPath.set('/<svg onload=alert(1)>', [{ method: '=1+1', path: '', auth: 'NONE', apiKey: false }])
  return [...byPath].map(([path, routes]) => {
    const cut = path.lastIndexOf('/')
    return {
      id: hexFrom(10, api.id, path),
      path,
      ...(path === '/'
        ? {}
        : { parentId: hexFrom(10, api.id, path.slice(0, cut) || '/'), pathPart: path.slice(cut + 1) }),
      ...(routes.length > 0 && call.input.embed === 'methods'
        ? {
            resourceMethods: Object.fromEntries(
              routes.map((route) => [route.method, method(call, api, route)]),
            ),
          }
        : {}),
    }
  })
}

function method(call: Call, api: ApiSpec, route: RouteSpec): Record<string, unknown> {
  return {
    httpMethod: route.method,
    authorizationType: route.auth,
    ...(route.authorizerId ? { authorizerId: route.authorizerId } : {}),
    ...(route.scopes ? { authorizationScopes: route.scopes } : {}),
    apiKeyRequired: route.apiKey === true,
    ...(isHostile(call, api) ? { futureField: 1 } : {}),
    methodIntegration: integration(call, route),
  }
}

/** A Lambda function's ARN as API Gateway's integrations name it. */
export const invocationUri = (region: string, functionArn: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`

function integration({ region }: Call, route: RouteSpec): Record<string, unknown> {
  const { functionArn, uri } = route
  const base = { passthroughBehavior: 'WHEN_NO_MATCH', timeoutInMillis: 29_000, cacheKeyParameters: [] }
  if (functionArn && route.asynchronous) {
    const requestParameters = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" }
    return {
      type: 'AWS',
      httpMethod: 'POST',
      uri: invocationUri(region, functionArn),
      requestParameters,
      ...base,
    }
  }
  if (functionArn)
    return { type: 'AWS_PROXY', httpMethod: 'POST', uri: invocationUri(region, functionArn), ...base }
  if (!uri) return { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' }, ...base }
  const requestParameters = { 'integration.request.header.X-Internal-Key': "'a-shared-secret'" }
  return { type: 'HTTP', httpMethod: 'GET', uri: `${uri}?key=a-shared-secret`, requestParameters, ...base }
}

export function restAuthorizers({ region }: Call, api: ApiSpec): Record<string, unknown>[] {
  return api.authorizers.map(({ id, name, kind, functionArn, userPoolArn }) => ({
    id,
    name,
    identitySource: 'method.request.header.Authorization',
    ...(kind === 'cognito'
      ? { type: 'COGNITO_USER_POOLS', authType: 'cognito_user_pools', providerARNs: [userPoolArn] }
      : {
          type: 'TOKEN',
          authType: 'custom',
          authorizerUri: invocationUri(region, functionArn ?? ''),
          authorizerResultTtlInSeconds: 300,
        }),
  }))
}

const setting = (limits: { rate?: number; burst?: number }) => ({
  metricsEnabled: true,
  dataTraceEnabled: false,
  throttlingBurstLimit: limits.burst ?? 5000,
  throttlingRateLimit: limits.rate ?? 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
})

const settingsOf = ({ dataTrace, cached }: StageSpec) => ({
  ...(dataTrace ? { dataTraceEnabled: true } : {}),
  ...(cached ? { cachingEnabled: true, cacheDataEncrypted: cached === 'encrypted' } : {}),
})

export function restStage(call: Call, api: ApiSpec, stage: StageSpec): Record<string, unknown> {
  const { account, region } = call
  const limits = Object.entries(stage.routeThrottles ?? {})
  return {
    deploymentId: hexFrom(6, api.id, stage.name),
    stageName: stage.name,
    cacheClusterEnabled: stage.cached !== undefined,
    cacheClusterStatus: stage.cached ? 'AVAILABLE' : 'NOT_AVAILABLE',
    methodSettings:
      stage.rate === undefined
        ? {}
        : {
            '*/*': { ...setting(stage), loggingLevel: 'ERROR', ...settingsOf(stage) },
            ...Object.fromEntries(limits.map(([key, limit]) => [key, setting(limit)])),
          },
    ...(stage.variables ? { variables: stage.variables } : {}),
    ...(stage.accessLog
      ? {
          accessLogSettings: {
            format: '{"ip":"$context.identity.sourceIp"}',
            destinationArn: `arn:aws:logs:${region}:${account.id}:log-group:/aws/apigateway/${api.name}`,
          },
        }
      : {}),
    tracingEnabled: stage.tracing,
    ...(stage.webAclArn ? { webAclArn: stage.webAclArn } : {}),
    ...(isHostile(call, api) ? { futureField: 1, tags: null } : {}),
    createdDate: new Date(api.createdMs),
    lastUpdatedDate: new Date(api.createdMs + dayMs),
  }
}
