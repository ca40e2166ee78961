import { asText } from '#server/domain/json.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { type Expansion, type Origin, ref, referredId, sub } from './expansion.ts'
import { routeAuth } from './sam-api-auth.ts'
import type { SamEvent } from './sam-events.ts'

/** `/orders/{id}` is `/orders/*` to execute-api. */
const asPattern = (path: unknown) => (asText(path) ?? '/*').replace(/\{[^}]*\}/g, '*')
const methodOf = (method: unknown) =>
  (asText(method) ?? 'ANY').toUpperCase().replace(/^X-AMAZON-.*|^\*$/, 'ANY')

function permitApi(event: SamEvent, api: unknown, path: string, origin: Origin, to: Expansion): void {
  const { functionId, name, target } = event
  to.emit(
    `${functionId}${name}Permission`,
    'AWS::Lambda::Permission',
    {
      FunctionName: target.arn,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: sub(`arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<__Api__>/*/${path}`, {
        __Api__: api,
      }),
    },
    origin,
  )
}

/** A route of a REST API, the implicit one unless the event names another. */
export function expandApiEvent(event: SamEvent, origin: Origin, to: Expansion): void {
  const { functionId, name, properties, target } = event
  const api = properties.RestApiId ?? ref('ServerlessRestApi')
  const id = referredId(api)
  if (id === 'ServerlessRestApi') to.needsImplicit('rest', origin)
  const known = id === undefined ? undefined : to.apis.get(id)
  const method = methodOf(properties.Method)
  const auth = known
    ? routeAuth({ id, auth: known.auth, isHttp: false }, properties.Auth)
    : { AuthorizationType: unknownText('API') }
  to.emit(
    `${functionId}${name}Route`,
    'Scan::Api::Route',
    {
      ApiId: api,
      Method: method,
      Path: properties.Path ?? '/',
      ...auth,
      Function: target.arn,
      ...(auth.AuthorizationType === 'AWS_IAM' ? { Credentials: 'arn:aws:iam::*:user/*' } : {}),
    },
    origin,
  )
  const path = `${method === 'ANY' ? '*' : method}${asPattern(properties.Path)}`
  permitApi(event, api, path, origin, to)
}

/** A route of an HTTP API; without path it is the default one. */
export function expandHttpApiEvent(event: SamEvent, origin: Origin, to: Expansion): void {
  const { functionId, name, properties, target } = event
  const api = properties.ApiId ?? ref('ServerlessHttpApi')
  const id = referredId(api)
  if (id === 'ServerlessHttpApi') to.needsImplicit('http', origin)
  const known = id === undefined ? undefined : to.apis.get(id)
  const isDefault = properties.Path === undefined || properties.Path === '$default'
  const method = methodOf(properties.Method)
  to.emit(
    `${functionId}${name}Route`,
    'Scan::Api::Route',
    {
      ApiId: api,
      Method: method,
      Path: isDefault ? '$default' : properties.Path,
      ...(known
        ? routeAuth({ id, auth: known.auth, isHttp: true }, properties.Auth)
        : { AuthorizationType: unknownText('API') }),
      Function: target.arn,
    },
    origin,
  )
  const path = isDefault ? '$default' : `${method === 'ANY' ? '*' : method}${asPattern(properties.Path)}`
  permitApi(event, api, path, origin, to)
}
