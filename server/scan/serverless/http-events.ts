import { asObject, asText, isObject } from '#server/domain/json.ts'
import { sub } from '#server/scan/sam/expansion.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { arnOfFunction, type Context, type Convert, define, main, permit } from './gathered.ts'
import { HTTP_API_ID, normalized, REST_API_ID, WEBSOCKETS_ID } from './logical-ids.ts'

function route(context: Context): { method: string; path: string } {
  const text = typeof context.value === 'string' ? context.value : undefined
  if (text === '*') return { method: 'ANY', path: '$default' }
  const [method = 'ANY', path = '/'] = text?.split(/\s+/) ?? []
  const given = asText(context.from.path) ?? path
  return {
    method: (asText(context.from.method) ?? method).toUpperCase().replace('*', 'ANY'),
    path: given === '*' ? '$default' : given.startsWith('/') ? given : `/${given}`,
  }
}

function restAuthorizer({ from, to }: Context): unknown {
  const given = from.authorizer
  if (given === undefined || given === null) return undefined
  const own = isObject(given) ? given : { name: given }
  const [name, arn, type] = [asText(own.name), own.arn, asText(own.type)?.toUpperCase()]
  if (type === 'AWS_IAM' || name?.toUpperCase() === 'AWS_IAM') return { Authorizer: 'AWS_IAM' }
  if (own.authorizerId !== undefined) return { Authorizer: unknownText('authorizerId') }
  const isArn = name?.startsWith('arn:')
  const target = arn ?? (isArn ? name : name === undefined ? undefined : arnOfFunction(name))
  const isPool = type === 'COGNITO_USER_POOLS' || /:cognito-idp:/.test(JSON.stringify(target) ?? '')
  const id = normalized(
    (isArn ? name?.split(/[:/]/).pop() : name) ?? asText(arn)?.split(/[:/]/).pop() ?? 'authorizer',
  )
  to.restAuthorizers[id] = isPool
    ? { UserPoolArn: target }
    : { FunctionArn: target, FunctionPayloadType: type === 'REQUEST' ? 'REQUEST' : 'TOKEN' }
  return { Authorizer: id, ...(own.scopes ? { AuthorizationScopes: own.scopes } : {}) }
}

export const http: Convert = (context) => {
  const { from, to } = context
  to.apis.add('rest')
  const { method, path } = route(context)
  const auth = {
    ...asObject(restAuthorizer(context)),
    ...(from.private === true ? { ApiKeyRequired: true } : {}),
  }
  const properties = { RestApiId: { Ref: REST_API_ID }, Method: method, Path: path, Auth: auth }
  return [{ Type: 'Api', Properties: properties }]
}

export const httpApi: Convert = (context) => {
  const { from, to } = context
  to.apis.add('http')
  const { method, path } = route(context)
  const given = from.authorizer
  const own = isObject(given) ? given : { name: given }
  const name = asText(own.name)
  const isIam = own.type === 'aws_iam' || name === 'aws_iam'
  const Auth = isIam
    ? { Authorizer: 'AWS_IAM' }
    : own.id === undefined
      ? { Authorizer: name, AuthorizationScopes: own.scopes }
      : { Authorizer: unknownText('authorizer') }
  return [
    {
      Type: 'HttpApi',
      Properties: {
        ApiId: { Ref: HTTP_API_ID },
        Method: method,
        Path: path,
        ...(given === undefined ? {} : { Auth }),
      },
    },
  ]
}

export const websocket: Convert = (context) => {
  const { to, from, function: key, name, place } = context
  to.apis.add('websocket')
  const path = asText(main(context, 'route')) ?? '$default'
  const given = from.authorizer
  const isIam = given === 'aws_iam' || asObject(given).type === 'aws_iam'
  const properties = {
    ApiId: { Ref: WEBSOCKETS_ID },
    Method: 'ANY',
    Path: path.startsWith('$') ? path : `$${path}`,
    AuthorizationType: given === undefined ? 'NONE' : isIam ? 'AWS_IAM' : 'CUSTOM',
    Function: arnOfFunction(key),
  }
  define(to, `${normalized(key)}${name}WebsocketRoute`, 'Scan::Api::Route', properties, place)
  permit(to, key, `${name}Websocket`, 'apigateway.amazonaws.com', place, {
    SourceArn: sub('arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<Api>/*', {
      Api: { Ref: WEBSOCKETS_ID },
    }),
  })
  return []
}
