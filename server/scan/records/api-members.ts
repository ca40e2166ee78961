import { asArray, asObject } from '#server/domain/json.ts'
import type {
  ApiAuthorizer,
  ApiDomain,
  ApiRoute,
  ApiStage,
  ApiUsagePlan,
  Throttle,
} from '#server/domain/records/api-record.ts'
import { withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { secretsOf } from './environment.ts'
import { functionOfUri, safeUri } from './integration-uri.ts'
import { asCount, asFlag, listIn, type Properties, plainText, textIn } from './readers.ts'

const given = <K extends string, T>(key: K, value: T | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T }

/** An integration of either API Gateway. A header of AWS's makes the call asynchronous. */
export function readIntegration(from: Properties): ApiRoute['integration'] {
  const uri = from.Uri ?? from.IntegrationUri
  const functionArn = functionOfUri(uri)
  const header = Object.entries(asObject(from.RequestParameters)).find(([name]) =>
    /^integration\.request\.header\.x-amz-invocation-type$/i.test(name),
  )
  const isAsync = /\/invoke-async/.test(textIn(uri)) || /^'?event'?$/i.test(textIn(header?.[1]))
  return {
    type: textIn(from.Type ?? from.IntegrationType).toUpperCase() || 'unknown',
    ...(functionArn === undefined ? { uri: safeUri(uri) } : { functionArn }),
    invocation: isAsync ? 'asynchronous' : 'synchronous',
    ...given('timeoutMs', asCount(from.TimeoutInMillis)),
    ...given('credentialsArn', plainText(from.Credentials ?? from.CredentialsArn)),
  }
}

/** A route that a SAM event or serverless.yml stands for. */
export function readEventRoute({ properties: from }: TemplateResource): ApiRoute {
  const method = textIn(from.Method) || 'ANY'
  const path = textIn(from.Path) || '/'
  return {
    key: path.startsWith('$') ? path : `${method} ${path}`,
    method,
    path,
    authorization: textIn(from.AuthorizationType) || 'NONE',
    ...given('authorizerId', plainText(from.AuthorizerId)),
    scopes: listIn(from.AuthorizationScopes).map(textIn),
    apiKeyRequired: asFlag(from.ApiKeyRequired) === true,
    integration: {
      type: 'AWS_PROXY',
      functionArn: textIn(from.Function),
      invocation: textIn(from.Invocation) === 'asynchronous' ? 'asynchronous' : 'synchronous',
      ...given('credentialsArn', plainText(from.Credentials)),
    },
  }
}

export function readAuthorizer({ id, properties: from }: TemplateResource): ApiAuthorizer {
  const jwt = asObject(from.JwtConfiguration)
  return {
    id,
    name: plainText(from.Name) ?? id,
    type: textIn(from.Type ?? from.AuthorizerType) || 'unknown',
    ...given('functionArn', functionOfUri(from.AuthorizerUri)),
    userPoolArns: listIn(from.ProviderARNs).map(textIn),
    ...given('issuer', plainText(jwt.Issuer)),
    audiences: listIn(jwt.Audience).map(textIn),
    identitySources: listIn(from.IdentitySource)
      .flatMap((source) => textIn(source).split(','))
      .filter(Boolean),
    ...given('cacheTtlSeconds', asCount(from.AuthorizerResultTtlInSeconds)),
  }
}

export function readThrottle(from: Properties): Throttle {
  return {
    ...given('ratePerSecond', asCount(from.ThrottlingRateLimit ?? from.RateLimit)),
    ...given('burst', asCount(from.ThrottlingBurstLimit ?? from.BurstLimit)),
  }
}

export function readRestStage({ name, properties: from }: TemplateResource): ApiStage {
  const settings = asArray(from.MethodSettings).map(asObject)
  const isEverywhere = ({ ResourcePath: path, HttpMethod: method }: Properties) =>
    (path === '/*' || path === '*') && method === '*'
  const everywhere = settings.find(isEverywhere) ?? {}
  const log = asObject(from.AccessLogSetting ?? from.AccessLogSettings)
  return {
    name,
    deploymentId: textIn(from.DeploymentId) || 'deployed',
    variables: stageVariables(from.Variables),
    throttle: readThrottle(everywhere),
    routeThrottles: Object.fromEntries(
      settings
        .filter((one) => !isEverywhere(one))
        .map((one) => [`${textIn(one.ResourcePath)}/${textIn(one.HttpMethod)}`, readThrottle(one)]),
    ),
    ...given('accessLogArn', textIn(log.DestinationArn) || undefined),
    ...given('executionLogLevel', plainText(everywhere.LoggingLevel)),
    ...given('tracing', asFlag(from.TracingEnabled ?? false)),
    ...given('clientCertificateId', plainText(from.ClientCertificateId)),
    ...given('dataTrace', asFlag(everywhere.DataTraceEnabled ?? false)),
    ...given('cacheEnabled', asFlag(from.CacheClusterEnabled ?? false)),
    ...given('cacheEncrypted', asFlag(everywhere.CacheDataEncrypted ?? false)),
    secrets: secretsOf(asObject(from.Variables)),
  }
}

export function readHttpStage({ name, properties: from }: TemplateResource): ApiStage {
  const defaults = asObject(from.DefaultRouteSettings)
  return {
    name,
    autoDeploy: asFlag(from.AutoDeploy) === true,
    ...given('deploymentId', plainText(from.DeploymentId)),
    variables: stageVariables(from.StageVariables),
    throttle: readThrottle(defaults),
    routeThrottles: Object.fromEntries(
      Object.entries(asObject(from.RouteSettings)).map(([key, value]) => [
        key,
        readThrottle(asObject(value)),
      ]),
    ),
    ...given('accessLogArn', textIn(asObject(from.AccessLogSettings).DestinationArn) || undefined),
    ...given('executionLogLevel', plainText(defaults.LoggingLevel)),
    ...given('dataTrace', asFlag(defaults.DataTraceEnabled)),
    secrets: secretsOf(asObject(from.StageVariables)),
  }
}

function stageVariables(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asObject(value)).map(([name, text]) => [name, withoutSecrets(name, textIn(text))]),
  )
}

export function readUsagePlan({ id, properties: from }: TemplateResource, apiId: string): ApiUsagePlan {
  const stages = asArray(from.ApiStages).map(asObject)
  const quota = asObject(from.Quota)
  const limit = asCount(quota.Limit)
  return {
    id,
    name: plainText(from.UsagePlanName) ?? id,
    stages: stages.filter((stage) => textIn(stage.ApiId) === apiId).map((stage) => textIn(stage.Stage)),
    throttle: readThrottle(asObject(from.Throttle)),
    ...(limit === undefined ? {} : { quota: { limit, period: textIn(quota.Period) } }),
  }
}

/** A domain name with the mapping that leads from it to an API. */
export function readDomain(mapping: Properties, domain: TemplateResource | undefined): ApiDomain {
  const settings = asObject(domain?.properties)
  const [configuration] = asArray(settings.DomainNameConfigurations).map(asObject)
  const { MutualTlsAuthentication: mutual } = settings
  return {
    domainName: textIn(mapping.DomainName),
    basePath: textIn(mapping.BasePath ?? mapping.ApiMappingKey),
    stage: textIn(mapping.Stage),
    ...given('endpointType', plainText(configuration?.EndpointType)),
    ...given('securityPolicy', plainText(settings.SecurityPolicy ?? configuration?.SecurityPolicy)),
    mutualTls: asObject(mutual).TruststoreUri !== undefined,
  }
}
