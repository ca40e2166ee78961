import type { ApiSpec, RouteSpec, StageSpec } from '#demo/estate/front-door/model.ts'
import { dayMs } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import type { Call } from '#demo/services/call.ts'
import { invocationUri } from './rest-apis.ts'

const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
const isHostile = (call: Call, api: ApiSpec) => call.hostile && api.service === 'shipping'

export function httpApi(call: Call, api: ApiSpec): Record<string, unknown> {
  const scheme = api.protocol === 'WEBSOCKET' ? 'wss' : 'https'
  const { corsOrigins } = api
  return {
    apiEndpoint: `${scheme}://${api.id}.execute-api.${call.region}.amazonaws.com`,
    apiId: api.id,
    apiKeySelectionExpression: '$request.header.x-api-key',
    createdDate: iso(api.createdMs),
    disableExecuteApiEndpoint: api.executeApiDisabled,
    ipAddressType: 'ipv4',
    name: isHostile(call, api) ? '<img src=x onerror=alert(1)>\u202Egnp' : api.name,
    protocolType: api.protocol,
    routeSelectionExpression:
      api.protocol === 'WEBSOCKET' ? '$request.body.action' : '$request.method $request.path',
    tags: api.tags,
    ...(corsOrigins
      ? {
          corsConfiguration: {
            allowCredentials: false,
            allowHeaders: ['*'],
            allowMethods: ['*'],
            allowOrigins: corsOrigins,
            maxAge: 600,
          },
        }
      : {}),
    ...(isHostile(call, api) ? { futureField: ['<b>'], description: '=cmd|calc' } : {}),
  }
}

const keyOf = (route: RouteSpec) => (route.method === '' ? route.path : `${route.method} ${route.path}`)
const integrationId = (api: ApiSpec, route: RouteSpec) => hexFrom(7, api.id, keyOf(route), 'integration')

export function httpRoutes(call: Call, api: ApiSpec): Record<string, unknown>[] {
  const routes: Record<string, unknown>[] = api.routes.map((route) => ({
    apiKeyRequired: route.apiKey === true,
    authorizationType: route.auth,
    ...(route.authorizerId ? { authorizerId: route.authorizerId } : {}),
    ...(route.scopes ? { authorizationScopes: route.scopes } : {}),
    routeId: hexFrom(7, api.id, keyOf(route)),
    routeKey: keyOf(route),
    target: `integrations/${integrationId(api, route)}`,
  }))
  const odd = {
    routeKey: 'GET /"><script>alert(1)</script>',
    routeId: null,
    target: 'integrations/gone',
    futureField: 1,
  }
  return isHostile(call, api) ? [...routes, odd] : routes
}

export function httpIntegrations({ region }: Call, api: ApiSpec): Record<string, unknown>[] {
  const webSocket = api.protocol === 'WEBSOCKET'
  return api.routes.map((route) => {
    const { functionArn, uri, asynchronous } = route
    const integrationUri = functionArn && webSocket ? invocationUri(region, functionArn) : functionArn
    return {
      connectionType: 'INTERNET',
      integrationId: integrationId(api, route),
      integrationMethod: 'POST',
      integrationType: functionArn ? (asynchronous ? 'AWS' : 'AWS_PROXY') : 'HTTP_PROXY',
      integrationUri: integrationUri ?? uri ?? 'https://www.shop.example/',
      payloadFormatVersion: webSocket ? '1.0' : '2.0',
      ...(asynchronous
        ? { requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } }
        : {}),
      timeoutInMillis: webSocket ? 29_000 : 30_000,
    }
  })
}

export function httpAuthorizers({ region }: Call, api: ApiSpec): Record<string, unknown>[] {
  return api.authorizers.map(({ id, name, kind, functionArn, issuer }) => ({
    authorizerId: id,
    name,
    identitySource: ['$request.header.Authorization'],
    ...(kind === 'lambda'
      ? {
          authorizerType: 'REQUEST',
          authorizerUri: invocationUri(region, functionArn ?? ''),
          authorizerPayloadFormatVersion: '2.0',
          authorizerResultTtlInSeconds: 0,
          enableSimpleResponses: true,
        }
      : { authorizerType: 'JWT', jwtConfiguration: { audience: [hexFrom(26, api.id)], issuer } }),
  }))
}

export function httpStage(
  { account, region }: Call,
  api: ApiSpec,
  stage: StageSpec,
): Record<string, unknown> {
  return {
    autoDeploy: api.protocol === 'HTTP',
    createdDate: iso(api.createdMs),
    defaultRouteSettings: {
      detailedMetricsEnabled: false,
      ...(stage.rate === undefined
        ? {}
        : { throttlingRateLimit: stage.rate, throttlingBurstLimit: stage.burst }),
    },
    deploymentId: hexFrom(6, api.id, stage.name),
    lastUpdatedDate: iso(api.createdMs + dayMs),
    routeSettings: {},
    stageName: stage.name,
    stageVariables: {},
    tags: {},
    ...(stage.accessLog
      ? {
          accessLogSettings: {
            destinationArn: `arn:aws:logs:${region}:${account.id}:log-group:/aws/apigateway/${api.name}`,
            format: '$context.requestId',
          },
        }
      : {}),
  }
}
