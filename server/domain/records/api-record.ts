import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'
import type { SecretMatch } from './secret-match.ts'

export type Throttle = { ratePerSecond?: number; burst?: number }

export type ApiAuthorizer = {
  id: string
  name: string
  /** TOKEN | REQUEST | COGNITO_USER_POOLS | JWT, as AWS says it. */
  type: string
  /** The Lambda authorizer's function, without the API Gateway wrapping of its URI. */
  functionArn?: string
  userPoolArns: string[]
  issuer?: string
  audiences: string[]
  identitySources: string[]
  cacheTtlSeconds?: number
}

export type ApiRoute = {
  /** `GET /orders/{id}`, `ANY /{proxy+}`, `$default`, `$connect`. */
  key: string
  method: string
  path: string
  /** NONE | AWS_IAM | CUSTOM | COGNITO_USER_POOLS | JWT. */
  authorization: string
  authorizerId?: string
  scopes: string[]
  apiKeyRequired: boolean
  requestValidator?: string
  /** Undefined where the route has no integration. */
  integration?: {
    type: string
    /** As configured: may hold `${stageVariables.name}`. */
    functionArn?: string
    uri?: string
    invocation: 'synchronous' | 'asynchronous'
    timeoutMs?: number
    credentialsArn?: string
  }
}

export type ApiStage = {
  name: string
  deploymentId?: string
  autoDeploy?: boolean
  lastUpdatedAt?: string
  /** Only those that an integration refers to. */
  variables: Record<string, string>
  webAclArn?: string
  throttle: Throttle
  /** By `path/METHOD` (REST) or route key. */
  routeThrottles: Record<string, Throttle>
  accessLogArn?: string
  executionLogLevel?: string
  tracing?: boolean
  clientCertificateId?: string
  /** Whole requests and answers are written to the log. */
  dataTrace?: boolean
  cacheEnabled?: boolean
  cacheEncrypted?: boolean
  /** In stage variables. */
  secrets?: SecretMatch[]
}

export type ApiUsagePlan = {
  id: string
  name: string
  stages: string[]
  throttle: Throttle
  quota?: { limit: number; period: string }
}

export type ApiDomain = {
  domainName: string
  basePath: string
  stage: string
  endpointType?: string
  securityPolicy?: string
  mutualTls: boolean
}

/** An API Gateway REST, HTTP or WebSocket API with its routes, stages and what guards them. */
export type ApiRecord = {
  kind: 'api'
  /** arn:aws:apigateway:region::/restapis/id or …::/apis/id. */
  arn: string
  name: string
  accountId: string
  region: string
  apiId: string
  protocol: 'REST' | 'HTTP' | 'WEBSOCKET'
  /** EDGE | REGIONAL | PRIVATE; HTTP and WebSocket APIs are REGIONAL. */
  endpointTypes: Field<string[]>
  vpcEndpointIds: Field<string[]>
  executeApiDisabled: Field<boolean>
  endpoint: string
  policy: Field<PolicyDocument>
  cors: Field<{ allowOrigins: string[]; allowCredentials: boolean }>
  authorizers: Field<ApiAuthorizer[]>
  routes: Field<ApiRoute[]>
  stages: Field<ApiStage[]>
  usagePlans: Field<ApiUsagePlan[]>
  domains: Field<ApiDomain[]>
  createdAt: Field<string>
  tags: Field<Record<string, string>>
  unknownFields: string[]
}
