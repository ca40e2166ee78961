import { asArray, asObject, isObject, parseJson } from '#server/domain/json.ts'
import type { ApiAuthorizer, ApiRoute } from '#server/domain/records/api-record.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import { functionOfUri, safeUri } from './integration-uri.ts'
import { asCount, listIn, plainText, textIn } from './readers.ts'

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])
const ANY = 'x-amazon-apigateway-any-method'

export type OpenApi = { routes: ApiRoute[]; authorizers: ApiAuthorizer[] }
type Defaults = { authorization: string; authorizerId?: string }

/** Routes and authorizers of an OpenAPI document with API Gateway's extensions; undefined where it cannot be read. */
export function readOpenApi(value: unknown, defaults: Defaults): OpenApi | undefined {
  const document = typeof value === 'string' && !isUnknownText(value) ? parseJson(value) : value
  if (!isObject(document) || !isObject(document.paths)) return undefined
  const schemes = {
    ...asObject(document.securityDefinitions),
    ...asObject(asObject(document.components).securitySchemes),
  }
  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(asObject(operations)).flatMap(([name, operation]) => {
      const isAny = name === ANY
      if (!isAny && !METHODS.has(name)) return []
      return [
        readOperation(
          path,
          isAny ? 'ANY' : name.toUpperCase(),
          asObject(operation),
          document,
          schemes,
          defaults,
        ),
      ]
    }),
  )
  return {
    routes,
    authorizers: Object.entries(schemes).flatMap(([name, scheme]) => readAuthorizer(name, asObject(scheme))),
  }
}

function readOperation(
  path: string,
  method: string,
  operation: Record<string, unknown>,
  document: Record<string, unknown>,
  schemes: Record<string, unknown>,
  defaults: Defaults,
): ApiRoute {
  const security = operation.security ?? document.security
  const needs = asArray(security).flatMap((item) => Object.entries(asObject(item)))
  const isKey = (name: string) =>
    asObject(schemes[name]).type === 'apiKey' && kindOf(asObject(schemes[name])) === 'key'
  const guard = needs.find(([name]) => !isKey(name))
  const own = guard ? asObject(schemes[guard[0]]) : undefined
  const integration = operation['x-amazon-apigateway-integration']
  return {
    key: path === '$default' || path === '/$default' ? '$default' : `${method} ${path}`,
    method,
    path,
    ...(security === undefined
      ? defaults
      : guard && own
        ? { authorization: kindOf(own), authorizerId: guard[0] }
        : { authorization: 'NONE' }),
    scopes: listIn(guard?.[1]).map(textIn),
    apiKeyRequired: needs.some(([name]) => isKey(name)),
    integration: isObject(integration) ? readIntegration(integration) : undefined,
  }
}

function kindOf(scheme: Record<string, unknown>): string {
  const type = textIn(scheme['x-amazon-apigateway-authtype']).toLowerCase()
  const authorizer = asObject(scheme['x-amazon-apigateway-authorizer'])
  if (type === 'awssigv4') return 'AWS_IAM'
  if (authorizer.type === 'jwt' || scheme.type === 'openIdConnect' || scheme.type === 'oauth2') return 'JWT'
  if (type === 'cognito_user_pools' || authorizer.type === 'cognito_user_pools') return 'COGNITO_USER_POOLS'
  return Object.keys(authorizer).length > 0 || type !== '' ? 'CUSTOM' : 'key'
}

function readIntegration(from: Record<string, unknown>): ApiRoute['integration'] {
  const functionArn = functionOfUri(from.uri)
  const credentialsArn = plainText(from.credentials)
  const timeoutMs = asCount(from.timeoutInMillis)
  return {
    type: textIn(from.type).toUpperCase() || 'unknown',
    ...(functionArn === undefined ? { uri: safeUri(from.uri) } : { functionArn }),
    invocation: 'synchronous',
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(credentialsArn === undefined ? {} : { credentialsArn }),
  }
}

function readAuthorizer(name: string, scheme: Record<string, unknown>): ApiAuthorizer[] {
  const own = scheme['x-amazon-apigateway-authorizer']
  if (!isObject(own)) return []
  const jwt = asObject(own.jwtConfiguration)
  const functionArn = functionOfUri(own.authorizerUri)
  return [
    {
      id: name,
      name,
      type: textIn(own.type).toUpperCase() || 'unknown',
      ...(functionArn === undefined ? {} : { functionArn }),
      userPoolArns: listIn(own.providerARNs).map(textIn),
      ...(plainText(jwt.issuer) === undefined ? {} : { issuer: plainText(jwt.issuer) }),
      audiences: listIn(jwt.audience).map(textIn),
      identitySources: textIn(own.identitySource).split(',').filter(Boolean),
      ...(asCount(own.authorizerResultTtlInSeconds) === undefined
        ? {}
        : { cacheTtlSeconds: asCount(own.authorizerResultTtlInSeconds) }),
    },
  ]
}
