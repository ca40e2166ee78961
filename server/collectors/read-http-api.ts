import { absent, known } from '#server/domain/field.ts'
import {
  asNumber,
  asObject,
  asText,
  asTextMap,
  asTexts,
  asTime,
  type JsonObject,
} from '#server/domain/json.ts'
import type {
  ApiAuthorizer,
  ApiRecord,
  ApiRoute,
  ApiStage,
  Throttle,
} from '#server/domain/records/api-record.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'
import { readBoolean, readIn, readTime } from './read-field.ts'
import { functionOfUri, invocationOf, safeUri } from './read-integration.ts'
import { pickVariables, readTags, readThrottle, stageSecrets } from './read-rest-api.ts'

type HttpApiFields = Pick<
  ApiRecord,
  | 'protocol'
  | 'endpointTypes'
  | 'vpcEndpointIds'
  | 'executeApiDisabled'
  | 'policy'
  | 'cors'
  | 'createdAt'
  | 'tags'
>

/** What GetApis says of an HTTP or WebSocket API itself: they are regional and have no resource policy. */
export function readHttpApi(from: JsonObject): HttpApiFields {
  return {
    protocol: from.protocolType === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP',
    endpointTypes: known(['REGIONAL']),
    vpcEndpointIds: absent(),
    executeApiDisabled: readBoolean(from, 'disableExecuteApiEndpoint'),
    policy: absent(),
    cors: readIn<{ allowOrigins: string[]; allowCredentials: boolean }>(from, 'corsConfiguration', (cors) =>
      known({
        allowOrigins: asTexts(cors.allowOrigins).sort(),
        allowCredentials: cors.allowCredentials === true,
      }),
    ),
    createdAt: readTime(from, 'createdDate'),
    tags: readTags(from),
  }
}

/** A route with what it calls. `$default`, `$connect` and a WebSocket's own keys have no method of their own: ANY. */
export function readHttpRoute(value: unknown, integrations: ReadonlyMap<string, JsonObject>): ApiRoute {
  const from = asObject(value)
  const key = asText(from.routeKey) ?? ''
  const [, method, path] = /^([A-Z]+) (\/.*)$/.exec(key) ?? []
  const target = asText(from.target)?.replace(/^integrations\//, '')
  return {
    key,
    method: method ?? 'ANY',
    path: path ?? key,
    authorization: asText(from.authorizationType) ?? 'NONE',
    authorizerId: asText(from.authorizerId),
    scopes: asTexts(from.authorizationScopes).sort(),
    apiKeyRequired: from.apiKeyRequired === true,
    integration: readIntegration(target === undefined ? undefined : integrations.get(target)),
  }
}

function readIntegration(from: JsonObject | undefined): ApiRoute['integration'] {
  if (from === undefined) return undefined
  const uri = asText(from.integrationUri)
  const functionArn = functionOfUri(uri)
  return {
    type: asText(from.integrationType) ?? 'unknown',
    functionArn,
    uri: functionArn === undefined ? (safeUri(uri) ?? asText(from.integrationSubtype)) : undefined,
    invocation: invocationOf(uri, asTextMap(from.requestParameters)),
    timeoutMs: asNumber(from.timeoutInMillis),
    credentialsArn: asText(from.credentialsArn),
  }
}

export function readHttpAuthorizer(value: unknown): ApiAuthorizer {
  const from = asObject(value)
  const jwt = asObject(from.jwtConfiguration)
  return {
    id: asText(from.authorizerId) ?? '',
    name: asText(from.name) ?? '',
    type: asText(from.authorizerType) ?? 'unknown',
    functionArn: functionOfUri(asText(from.authorizerUri)),
    userPoolArns: [],
    issuer: asText(jwt.issuer),
    audiences: asTexts(jwt.audience).sort(),
    identitySources: asTexts(from.identitySource),
    cacheTtlSeconds: asNumber(from.authorizerResultTtlInSeconds),
  }
}

export function readHttpStage(
  value: unknown,
  variables: ReadonlySet<string>,
  fingerprint: Fingerprint,
): ApiStage {
  const from = asObject(value)
  const defaults = asObject(from.defaultRouteSettings)
  const routeThrottles: Record<string, Throttle> = {}
  for (const [key, setting] of Object.entries(asObject(from.routeSettings))) {
    const throttle = readThrottle(setting)
    if (Object.keys(throttle).length > 0) routeThrottles[key] = throttle
  }
  return {
    name: asText(from.stageName) ?? '',
    deploymentId: asText(from.deploymentId),
    autoDeploy: from.autoDeploy === true,
    lastUpdatedAt: asTime(from.lastUpdatedDate),
    variables: pickVariables(from.stageVariables, variables),
    throttle: readThrottle(defaults),
    routeThrottles,
    accessLogArn: asText(asObject(from.accessLogSettings).destinationArn),
    executionLogLevel: asText(defaults.loggingLevel),
    clientCertificateId: asText(from.clientCertificateId),
    dataTrace: [defaults, ...Object.values(asObject(from.routeSettings))].some(
      (one) => asObject(one).dataTraceEnabled === true,
    ),
    secrets: stageSecrets(from.stageVariables, fingerprint),
  }
}
