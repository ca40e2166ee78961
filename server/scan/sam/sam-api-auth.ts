import { asObject, asText, isObject } from '#server/domain/json.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import type { Properties } from './expansion.ts'

export type RouteAuth = {
  AuthorizationType: unknown
  AuthorizerId?: unknown
  AuthorizationScopes?: unknown
  ApiKeyRequired?: unknown
}

export const authorizerId = (apiId: string, name: string) => `${apiId}${name.replace(/\W/g, '')}Authorizer`

function typeOf(authorizer: Properties, isHttp: boolean): string {
  if (authorizer.UserPoolArn !== undefined) return 'COGNITO_USER_POOLS'
  if (isHttp && authorizer.FunctionArn === undefined) return 'JWT'
  return 'CUSTOM'
}

/** What a route asks for: the event's own authorizer, or the API's default one. Source: AWS SAM, ApiFunctionAuth. */
export function routeAuth(api: { id?: string; auth: unknown; isHttp: boolean }, own: unknown): RouteAuth {
  if ((own !== undefined && !isObject(own)) || (api.auth !== undefined && !isObject(api.auth)))
    return { AuthorizationType: unknownText('Auth') }
  const [ofApi, ofRoute] = [asObject(api.auth), asObject(own)]
  const keys = ofRoute.ApiKeyRequired ?? ofApi.ApiKeyRequired
  const rest = {
    ...(keys === undefined ? {} : { ApiKeyRequired: keys }),
    ...(ofRoute.AuthorizationScopes ? { AuthorizationScopes: ofRoute.AuthorizationScopes } : {}),
  }
  const wanted = ofRoute.Authorizer ?? ofApi.DefaultAuthorizer
  if (wanted === undefined || wanted === 'NONE') return { AuthorizationType: 'NONE', ...rest }
  const name = asText(wanted)
  if (name === undefined) return { AuthorizationType: unknownText('Authorizer'), ...rest }
  if (name === 'AWS_IAM') return { AuthorizationType: 'AWS_IAM', ...rest }
  const authorizers = asObject(ofApi.Authorizers)
  const known = Object.hasOwn(authorizers, name) ? authorizers[name] : undefined
  if (!isObject(known)) return { AuthorizationType: unknownText(name), AuthorizerId: name, ...rest }
  const { AuthorizationScopes: scopes } = known
  return {
    AuthorizationType: typeOf(known, api.isHttp),
    AuthorizerId: { Ref: authorizerId(api.id ?? '', name) },
    ...(scopes ? { AuthorizationScopes: scopes } : {}),
    ...rest,
  }
}
