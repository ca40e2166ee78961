import { asArray, asObject, isObject } from '#server/domain/json.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { type Expansion, type Origin, type Properties, pick, ref, sub } from './expansion.ts'
import { authorizerId, routeAuth } from './sam-api-auth.ts'

function emitAuthorizers(id: string, auth: unknown, isHttp: boolean, origin: Origin, to: Expansion): void {
  for (const [name, value] of Object.entries(asObject(asObject(auth).Authorizers))) {
    if (!isObject(value)) continue
    const { UserPoolArn: pools, FunctionArn: fn, JwtConfiguration: jwt } = value
    const type = isHttp
      ? fn === undefined
        ? 'JWT'
        : 'REQUEST'
      : pools === undefined
        ? (value.FunctionPayloadType ?? 'TOKEN')
        : 'COGNITO_USER_POOLS'
    to.emit(
      authorizerId(id, name),
      isHttp ? 'AWS::ApiGatewayV2::Authorizer' : 'AWS::ApiGateway::Authorizer',
      {
        [isHttp ? 'ApiId' : 'RestApiId']: ref(id),
        Name: name,
        [isHttp ? 'AuthorizerType' : 'Type']: type,
        ...(fn === undefined
          ? {}
          : {
              AuthorizerUri: sub(
                'arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/<__Fn__>/invocations',
                { __Fn__: fn },
              ),
            }),
        ...(pools === undefined ? {} : { ProviderARNs: Array.isArray(pools) ? pools : [pools] }),
        ...(jwt === undefined ? {} : { JwtConfiguration: lowerJwt(asObject(jwt)) }),
        ...pick(value, 'IdentitySource'),
      },
      origin,
    )
    if (fn !== undefined)
      to.emit(
        `${id}${name}AuthorizerPermission`,
        'AWS::Lambda::Permission',
        {
          FunctionName: fn,
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: sub(
            'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<__Api__>/authorizers/*',
            { __Api__: ref(id) },
          ),
        },
        origin,
      )
  }
}

const lowerJwt = (jwt: Properties): Properties => ({
  Issuer: jwt.issuer ?? jwt.Issuer,
  Audience: jwt.audience ?? jwt.Audience,
})

/** SAM writes allow and deny lists as statements; only the statements that are given as such are put in full. */
function policyOf(auth: unknown): unknown {
  const policy = asObject(asObject(auth).ResourcePolicy)
  if (Object.keys(policy).length === 0) return undefined
  const custom = asArray(policy.CustomStatements)
  return Object.keys(policy).length === 1 && custom.length > 0
    ? { Version: '2012-10-17', Statement: custom }
    : unknownText('ResourcePolicy')
}

/** Makes of AWS::Serverless::Api a REST API with its stage and authorizers. */
export function expandRestApi(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  const auth = properties.Auth
  const policy = policyOf(auth)
  const endpoint = properties.EndpointConfiguration
  to.emit(
    id,
    'AWS::ApiGateway::RestApi',
    {
      ...pick(
        properties,
        'Name',
        'Description',
        ['DefinitionBody', 'Body'],
        ['DefinitionUri', 'BodyS3Location'],
        'DisableExecuteApiEndpoint',
        'Tags',
      ),
      ...(typeof endpoint === 'string'
        ? { EndpointConfiguration: { Types: [endpoint] } }
        : isObject(endpoint)
          ? {
              EndpointConfiguration: {
                Types: endpoint.Type === undefined ? ['EDGE'] : [endpoint.Type],
                ...pick(endpoint, ['VPCEndpointIds', 'VpcEndpointIds']),
              },
            }
          : {}),
      ...(policy === undefined ? {} : { Policy: policy }),
      ScanDefaultAuth: routeAuth({ id, auth, isHttp: false }, undefined),
      ScanCors: properties.Cors,
    },
    origin,
  )
  to.emit(
    `${id}Stage`,
    'AWS::ApiGateway::Stage',
    {
      RestApiId: ref(id),
      DeploymentId: `${id}Deployment`,
      ...pick(
        properties,
        'StageName',
        'Variables',
        'AccessLogSetting',
        'MethodSettings',
        'TracingEnabled',
        'CacheClusterEnabled',
      ),
    },
    origin,
  )
  emitAuthorizers(id, auth, false, origin, to)
  const plan = asObject(asObject(auth).UsagePlan)
  if (plan.CreateUsagePlan !== undefined && plan.CreateUsagePlan !== 'NONE')
    to.emit(
      `${id}UsagePlan`,
      'AWS::ApiGateway::UsagePlan',
      {
        ...pick(plan, 'UsagePlanName', 'Throttle', 'Quota'),
        ApiStages: [{ ApiId: ref(id), Stage: properties.StageName }],
      },
      origin,
    )
}

/** Makes of AWS::Serverless::HttpApi an HTTP API with its stage and authorizers. */
export function expandHttpApi(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  const auth = properties.Auth
  const cors = properties.CorsConfiguration
  to.emit(
    id,
    'AWS::ApiGatewayV2::Api',
    {
      ProtocolType: 'HTTP',
      ...pick(
        properties,
        'Name',
        'Description',
        ['DefinitionBody', 'Body'],
        ['DefinitionUri', 'BodyS3Location'],
        'DisableExecuteApiEndpoint',
        'Tags',
      ),
      ...(cors === true
        ? { CorsConfiguration: { AllowOrigins: ['*'] } }
        : cors
          ? { CorsConfiguration: cors }
          : {}),
      ScanDefaultAuth: routeAuth({ id, auth, isHttp: true }, undefined),
    },
    origin,
  )
  to.emit(
    `${id}Stage`,
    'AWS::ApiGatewayV2::Stage',
    {
      ApiId: ref(id),
      StageName: properties.StageName ?? '$default',
      AutoDeploy: true,
      ...pick(
        properties,
        ['StageVariables', 'StageVariables'],
        ['AccessLogSettings', 'AccessLogSettings'],
        'DefaultRouteSettings',
        'RouteSettings',
      ),
    },
    origin,
  )
  emitAuthorizers(id, auth, true, origin, to)
}
