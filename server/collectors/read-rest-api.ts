import { absent, mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import {
  asArray,
  asNumber,
  asObject,
  asText,
  asTextMap,
  asTexts,
  asTime,
  isObject,
  type JsonObject,
  parseJson,
} from '#server/domain/json.ts'
import type {
  ApiAuthorizer,
  ApiRecord,
  ApiRoute,
  ApiStage,
  ApiUsagePlan,
  Throttle,
} from '#server/domain/records/api-record.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { SecretMatch } from '#server/domain/records/secret-match.ts'
import { secretsIn, withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'
import { readBoolean, readField, readIn, readSortedTexts, readTime } from './read-field.ts'
import { functionOfUri, invocationOf, safeUri } from './read-integration.ts'
import { storedTags } from './read-metadata-secrets.ts'

type RestApiFields = Pick<
  ApiRecord,
  'endpointTypes' | 'vpcEndpointIds' | 'executeApiDisabled' | 'policy' | 'createdAt' | 'tags'
>

/** What GetRestApis says of an API itself. */
export function readRestApi(from: JsonObject): RestApiFields {
  const endpoint = (name: string) =>
    readIn(from, 'endpointConfiguration', (configuration) => readSortedTexts(configuration, name))
  return {
    endpointTypes: endpoint('types'),
    vpcEndpointIds: endpoint('vpcEndpointIds'),
    executeApiDisabled: readBoolean(from, 'disableExecuteApiEndpoint'),
    policy: mapField(readField(from, 'policy', asText), readApiPolicy),
    createdAt: readTime(from, 'createdDate'),
    tags: readTags(from),
  }
}

/** API Gateway gives the policy with its quotes escaped, as inside a JSON string. */
function readApiPolicy(text: string): PolicyDocument {
  const plain = parsePolicyDocument(text)
  if (plain.parsed !== undefined) return plain
  const unescaped = asText(parseJson(`"${text}"`))
  return unescaped === undefined ? plain : parsePolicyDocument(unescaped)
}

export function readTags(from: JsonObject): ApiRecord['tags'] {
  const tags = readField(from, 'tags', (value) =>
    isObject(value) ? storedTags(asTextMap(value)) : undefined,
  )
  return tags.state === 'known' && Object.keys(tags.value).length === 0 ? absent() : tags
}

/** The routes of one resource, a method each. */
export function readRestRoutes(resource: unknown): ApiRoute[] {
  const { path: from, resourceMethods } = asObject(resource)
  const path = asText(from) ?? '/'
  return Object.entries(asObject(resourceMethods)).map(([method, value]) => {
    const settings = asObject(value)
    return {
      key: `${method} ${path}`,
      method,
      path,
      authorization: asText(settings.authorizationType) ?? 'NONE',
      authorizerId: asText(settings.authorizerId),
      scopes: asTexts(settings.authorizationScopes).sort(),
      apiKeyRequired: settings.apiKeyRequired === true,
      requestValidator: asText(settings.requestValidatorId),
      integration: readIntegration(settings.methodIntegration),
    }
  })
}

function readIntegration(value: unknown): ApiRoute['integration'] {
  if (!isObject(value)) return undefined
  const uri = asText(value.uri)
  const functionArn = functionOfUri(uri)
  return {
    type: asText(value.type) ?? 'unknown',
    functionArn,
    uri: functionArn === undefined ? safeUri(uri) : undefined,
    invocation: invocationOf(uri, asTextMap(value.requestParameters)),
    timeoutMs: asNumber(value.timeoutInMillis),
    credentialsArn: asText(value.credentials),
  }
}

export function readRestAuthorizer(value: unknown): ApiAuthorizer {
  const from = asObject(value)
  return {
    id: asText(from.id) ?? '',
    name: asText(from.name) ?? '',
    type: asText(from.type) ?? 'unknown',
    functionArn: functionOfUri(asText(from.authorizerUri)),
    userPoolArns: asTexts(from.providerARNs).sort(),
    audiences: [],
    identitySources: (asText(from.identitySource) ?? '')
      .split(',')
      .map((source) => source.trim())
      .filter((source) => source !== ''),
    cacheTtlSeconds: asNumber(from.authorizerResultTtlInSeconds),
  }
}

export function readRestStage(
  value: unknown,
  variables: ReadonlySet<string>,
  fingerprint: Fingerprint,
): ApiStage {
  const from = asObject(value)
  const { '*/*': everywhere, ...settings } = asObject(from.methodSettings)
  const routeThrottles: Record<string, Throttle> = {}
  for (const [key, setting] of Object.entries(settings)) {
    const throttle = readThrottle(setting)
    if (Object.keys(throttle).length > 0) routeThrottles[pathOfSetting(key)] = throttle
  }
  return {
    name: asText(from.stageName) ?? '',
    deploymentId: asText(from.deploymentId),
    lastUpdatedAt: asTime(from.lastUpdatedDate),
    variables: pickVariables(from.variables, variables),
    webAclArn: asText(from.webAclArn),
    throttle: readThrottle(everywhere),
    routeThrottles,
    accessLogArn: asText(asObject(from.accessLogSettings).destinationArn),
    executionLogLevel: asText(asObject(everywhere).loggingLevel),
    tracing: from.tracingEnabled === true,
    clientCertificateId: asText(from.clientCertificateId),
    ...readCache(from, everywhere),
    secrets: stageSecrets(from.variables, fingerprint),
  }
}

/** Caching is switched by method below the stage's cluster; encryption and traces of data by method as well. */
function readCache(
  from: JsonObject,
  everywhere: unknown,
): Pick<ApiStage, 'dataTrace' | 'cacheEnabled' | 'cacheEncrypted'> {
  const settings = [everywhere, ...Object.values(asObject(from.methodSettings))].map(asObject)
  const cached = settings.filter((one) => one.cachingEnabled === true)
  return {
    dataTrace: settings.some((one) => one.dataTraceEnabled === true),
    cacheEnabled: from.cacheClusterEnabled === true && cached.length > 0,
    cacheEncrypted: cached.length > 0 && cached.every((one) => one.cacheDataEncrypted === true),
  }
}

/** Secrets in the values of a stage's variables. */
export function stageSecrets(variables: unknown, fingerprint: Fingerprint): SecretMatch[] {
  const texts = Object.entries(asTextMap(variables)).sort(([a], [b]) => (a < b ? -1 : 1))
  return secretsIn(
    texts.map(([where, text]) => ({ where, text })),
    fingerprint,
  )
}

/** `~1orders~1{id}/GET` is `/orders/{id}/GET`. Source: API Gateway API reference, Stage.methodSettings. */
function pathOfSetting(key: string): string {
  const path = key.replaceAll('~1', '/').replaceAll('~0', '~')
  return path.startsWith('/') || path.startsWith('*') ? path : `/${path}`
}

export function pickVariables(value: unknown, wanted: ReadonlySet<string>): Record<string, string> {
  const entries = Object.entries(asTextMap(value)).filter(([name]) => wanted.has(name))
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [name, withoutSecrets(name, text)]),
  )
}

/** Limits of a stage, method, route or plan; -1 stands for none of its own. */
export function readThrottle(value: unknown): Throttle {
  const from = asObject(value)
  const limit = (...names: string[]) =>
    names.map((name) => asNumber(from[name])).find((number) => number !== undefined && number >= 0)
  const ratePerSecond = limit('throttlingRateLimit', 'rateLimit')
  const burst = limit('throttlingBurstLimit', 'burstLimit')
  return {
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
    ...(burst === undefined ? {} : { burst }),
  }
}

/** A usage plan with the APIs that it is for. */
export function readUsagePlan(value: unknown): { apiIds: Set<string>; of(apiId: string): ApiUsagePlan } {
  const from = asObject(value)
  const stages = asArray(from.apiStages).map(asObject)
  const quota = asObject(from.quota)
  const limit = asNumber(quota.limit)
  return {
    apiIds: new Set(stages.map(({ apiId }) => asText(apiId)).filter((id) => id !== undefined)),
    of: (apiId) => ({
      id: asText(from.id) ?? '',
      name: asText(from.name) ?? '',
      stages: asTexts(stages.filter((stage) => stage.apiId === apiId).map(({ stage }) => stage)).sort(),
      throttle: readThrottle(from.throttle),
      ...(limit === undefined ? {} : { quota: { limit, period: asText(quota.period) ?? '' } }),
    }),
  }
}
