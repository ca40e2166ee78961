import { dayMs, type FunctionSpec, type Partition } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { userPoolId } from '#demo/estate/sources/invited.ts'
import type { ApiSpec, AuthorizerSpec, PlanSpec, RouteSpec, StageSpec } from './model.ts'
import { storefrontDomain, webAclArn } from './names.ts'

export type ApiParts = {
  id: string
  service: string
  partition: Pick<Partition, 'account' | 'region'>
  /** Functions that the API may call. */
  handlers: FunctionSpec[]
  /** Functions that it may ask who calls. */
  authorizers: { id: string; fn: FunctionSpec }[]
  ungranted?: FunctionSpec
}

type Draft = ApiSpec & { parts: ApiParts }
type Profile = (api: Draft) => void

const letters = (text: string) => text.replace(/[0-9]/g, 'm')

/** Makes an API of what functions grant; undefined for the one that was deleted while its grants stayed. */
export function shapeApi(parts: ApiParts, rank: number): ApiSpec | undefined {
  const { partition, service, id } = parts
  const draft: Draft = {
    parts,
    id,
    service,
    name: `${service}-api`,
    protocol: 'REST',
    endpointType: 'REGIONAL',
    vpcEndpointIds: [],
    executeApiDisabled: false,
    authorizers: parts.authorizers.map(({ id, fn }) => ({
      id,
      name: fn.name,
      kind: 'lambda',
      functionArn: fn.arn,
    })),
    routes: routesOf(parts),
    stages: [stage('prod', { rate: 500, burst: 1000, accessLog: true })],
    createdMs: Math.min(Date.UTC(2023, 0, 5), ...parts.handlers.map((fn) => fn.createdMs - dayMs)),
    tags: { service, env: partition.account.env },
  }
  if (rank === gone) return undefined
  const profile = profiles[rank < profiles.length ? rank : 2 + ((rank - 2) % (profiles.length - 2))]
  profile?.(draft)
  const { parts: _, ...api } = draft
  return api
}

function routesOf({ handlers, authorizers, service }: ApiParts): RouteSpec[] {
  const auth = authorizers[0]
  const guard = auth ? { auth: 'CUSTOM' as const, authorizerId: auth.id } : { auth: 'NONE' as const }
  const routes = handlers.flatMap((fn): RouteSpec[] => {
    const path = `/v1/${fn.name.replace(/-(api|webhook)/, (part) => (part === '-api' ? '' : '-callbacks'))}`
    if (fn.name.includes('webhook')) return [{ method: 'POST', path, auth: 'NONE', functionArn: fn.arn }]
    return [
      { method: 'GET', path, ...guard, functionArn: fn.arn },
      { method: 'POST', path, ...guard, functionArn: fn.arn },
      { method: 'ANY', path: `${path}/{proxy+}`, ...guard, functionArn: fn.arn },
    ]
  })
  const health = `https://${service}.internal.shop.example/health`
  return routes.length > 0 ? routes : [{ method: 'GET', path: `/v1/${service}`, ...guard, uri: health }]
}

const stage = (name: string, more: Partial<StageSpec> = {}): StageSpec => ({
  name,
  accessLog: false,
  tracing: false,
  ...more,
})

function plan({ id, service, stages }: Draft, more: Partial<PlanSpec> = {}): PlanSpec {
  return {
    id: letters(hexFrom(6, id, 'plan')),
    name: `${service}-partners`,
    stage: stages[0]?.name ?? 'prod',
    rate: 50,
    burst: 100,
    ...more,
  }
}

function protect(
  api: Draft,
  authorizer: AuthorizerSpec,
  auth: RouteSpec['auth'],
  scopes: string[] = [],
): void {
  api.authorizers.unshift(authorizer)
  const own = api.routes.filter(({ path }) => !path.includes('callbacks'))
  for (const route of own.length > 0 ? own : api.routes) {
    route.auth = auth
    route.authorizerId = authorizer.id
    if (scopes.length > 0) route.scopes = scopes
  }
}

const poolOf = ({ parts: { partition } }: Draft) => userPoolId(partition.account, partition.region)

function cognito(api: Draft): AuthorizerSpec {
  const { account, region } = api.parts.partition
  return {
    id: letters(hexFrom(6, api.id, 'cognito')),
    name: 'customers',
    kind: 'cognito',
    userPoolArn: `arn:aws:cognito-idp:${region}:${account.id}:userpool/${poolOf(api)}`,
  }
}

function http(api: Draft, more: Partial<StageSpec> = {}): void {
  api.protocol = 'HTTP'
  api.stages = [stage('$default', more)]
}

/** What becomes of the services' APIs, by turn; the first two are those of `checkout` and `shipping`. */
const profiles: Profile[] = [
  // Behind CloudFront and its firewall, and open beside it: its own address stays enabled.
  (api) => {
    const { account } = api.parts.partition
    protect(api, cognito(api), 'COGNITO_USER_POOLS', ['checkout/write'])
    for (const route of api.routes)
      if (route.method === 'GET')
        Object.assign(route, { auth: 'NONE', authorizerId: undefined, scopes: undefined })
    api.domain = {
      name: `api.${storefrontDomain(account)}`,
      basePath: api.service,
      stage: 'prod',
      endpointType: 'REGIONAL',
      mutualTls: false,
    }
  },
  // Partners' callbacks: no authorization, no limits, no logs.
  (api) => http(api),
  (api) => {
    const { account, region } = api.parts.partition
    api.stages = [
      stage('prod', {
        rate: 200,
        burst: 400,
        accessLog: true,
        tracing: true,
        cached: 'plain',
        webAclArn: webAclArn({ account, region }, 'shop-api'),
        routeThrottles: { [`~1v1~1${api.service}/POST`]: { rate: 20, burst: 40 } },
      }),
    ]
    api.plan = plan(api, { quota: { limit: 100_000, period: 'MONTH' } })
    const fn = api.parts.ungranted
    if (fn) api.routes.push({ method: 'GET', path: '/v1/legacy', auth: 'NONE', functionArn: fn.arn })
  },
  // Deleted; see `gone`.
  () => undefined,
  // An API key is all that guards it.
  (api) => {
    for (const route of api.routes)
      Object.assign(route, { auth: 'NONE', authorizerId: undefined, apiKey: true })
    api.stages = [stage('prod', { rate: 500, burst: 1000, accessLog: true, dataTrace: true })]
    api.plan = plan(api)
  },
  (api) => {
    http(api, { rate: 100, burst: 200, accessLog: true })
    const { account, region } = api.parts.partition
    protect(
      api,
      {
        id: letters(hexFrom(6, api.id, 'jwt')),
        name: 'customers',
        kind: 'jwt',
        issuer: `https://cognito-idp.${region}.amazonaws.com/${poolOf(api)}`,
      },
      'JWT',
    )
    api.corsOrigins = ['*']
    api.domain = {
      name: `api.${storefrontDomain(account)}`,
      basePath: api.service,
      stage: '$default',
      endpointType: 'REGIONAL',
      mutualTls: false,
    }
  },
  (api) => {
    for (const route of api.routes) Object.assign(route, { auth: 'AWS_IAM', authorizerId: undefined })
    api.stages = [stage('prod', { rate: 100, burst: 50, accessLog: true })]
  },
  (api) => {
    const vpce = `vpce-0${hexFrom(16, api.id)}`
    api.endpointType = 'PRIVATE'
    api.vpcEndpointIds = [vpce]
    api.policy = [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { StringEquals: { 'aws:SourceVpce': vpce } },
      },
    ]
  },
  // Never deployed.
  (api) => {
    api.stages = []
  },
  (api) => {
    const { account, region } = api.parts.partition
    api.endpointType = 'EDGE'
    api.policy = [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
      },
    ]
    for (const route of api.routes) {
      if (route.functionArn && route.method === 'ANY')
        route.functionArn = route.functionArn.replace(/[^:]+$/, '$${stageVariables.handler}')
      if (route.functionArn && route.method === 'POST') route.asynchronous = true
    }
    const handler = api.parts.handlers[0]?.name ?? 'none'
    api.stages = [
      stage('prod', {
        variables: { handler, theme: 'dark' },
        rate: 100,
        burst: 100,
        webAclArn: webAclArn({ account, region }, 'shop-count'),
      }),
    ]
    api.domain = {
      name: `${api.service}.${storefrontDomain(account)}`,
      basePath: '',
      stage: 'prod',
      endpointType: 'EDGE',
      mutualTls: false,
    }
  },
  (api) => {
    api.protocol = 'WEBSOCKET'
    const [first] = api.routes
    const target = { functionArn: first?.functionArn, uri: first?.uri }
    const guard = { auth: first?.auth ?? 'NONE', authorizerId: first?.authorizerId } as const
    api.routes = [
      { method: '', path: '$connect', ...guard, ...target },
      { method: '', path: '$default', auth: 'NONE', ...target },
      { method: '', path: 'notify', auth: 'NONE', ...target, asynchronous: true },
      ...api.parts.handlers
        .slice(1)
        .map((fn) => ({ method: '', path: fn.name, auth: 'NONE' as const, functionArn: fn.arn })),
    ]
    api.stages = [stage('live', { rate: 50, burst: 100 })]
  },
  // Reached by its own domain and client certificates alone.
  (api) => {
    const { account } = api.parts.partition
    http(api, { rate: 1000, burst: 2000, accessLog: true })
    api.executeApiDisabled = true
    api.domain = {
      name: `${api.service}.${storefrontDomain(account)}`,
      basePath: '',
      stage: '$default',
      endpointType: 'REGIONAL',
      mutualTls: true,
    }
  },
]
const gone = 3
