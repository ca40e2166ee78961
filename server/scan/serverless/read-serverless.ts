import { asArray, asObject, asText, isObject } from '#server/domain/json.ts'
import { withGlobals } from '#server/scan/sam/globals.ts'
import { copyPlaces, type Place, placeOf, setPlace } from '#server/scan/source/places.ts'
import type { Problems } from '#server/scan/source/problem.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { convertFunction } from './functions.ts'
import type { Gathered } from './gathered.ts'
import { Includes } from './includes.ts'
import { HTTP_API_ID, normalized, REST_API_ID, WEBSOCKETS_ID } from './logical-ids.ts'
import { convertRole } from './role.ts'
import { stageOf, Variables } from './variables.ts'

type Values = Record<string, unknown>
const START: Place = { line: 1, column: 1 }

/** Whether a document is the Serverless Framework's, for AWS. */
export function isServerless(document: Values): boolean {
  const { provider } = document
  const name = isObject(provider) ? provider.name : provider
  return (
    document.service !== undefined &&
    provider !== undefined &&
    (name === undefined || name === 'aws' || isObject(provider))
  )
}

/** serverless.yml as the SAM template that makes the same resources, under the framework's logical ids. */
export async function readServerless(
  document: Values,
  file: string,
  given: ReadonlyMap<string, string>,
  problems: Problems,
): Promise<Values> {
  const stage = stageOf(document, given)
  const region = given.get('region') ?? given.get('AWS::Region')
  const includes = new Includes(file, problems)
  const variables = new Variables({ root: document, includes, given, stage, region }, problems)
  const root = asObject(await variables.resolve(document, START))
  const provider = isObject(root.provider) ? root.provider : {}
  const service = asText(isObject(root.service) ? root.service.name : root.service) ?? 'service'
  const to: Gathered = {
    resources: {},
    restAuthorizers: {},
    httpAuthorizers: httpAuthorizers(provider),
    statements: [],
    apis: new Set(),
    problems,
  }
  for (const functions of asArray([root.functions].flat()).map(asObject))
    for (const [key, fn] of Object.entries(functions))
      convertFunction(
        {
          key,
          fn: asObject(fn),
          provider,
          prefix: `${service}-${stage}`,
          place: placeOf(functions, key) ?? START,
        },
        to,
      )
  convertRole(provider, placeOf(root, 'provider') ?? START, to)
  convertLayers(asObject(root.layers), to)
  convertApis(provider, stage, `${stage}-${service}`, placeOf(root, 'provider') ?? START, to)
  return withOwnResources(root, to)
}

/** What the file's own `resources` say, over what the framework makes. */
function withOwnResources(root: Values, to: Gathered): Values {
  const own = asArray([root.resources ?? {}].flat()).map(asObject)
  const merged: Values = { Resources: to.resources, Transform: 'AWS::Serverless-2016-10-31' }
  for (const part of own)
    for (const [section, value] of Object.entries(part)) {
      if (section === 'extensions') {
        const wrapped = Object.fromEntries(
          Object.entries(asObject(value)).filter(([id]) => isObject(to.resources[id])),
        )
        merged.Resources = withGlobals(merged.Resources, wrapped)
      } else merged[section] = withGlobals(merged[section], value)
    }
  return merged
}

function httpAuthorizers(provider: Values): Values {
  const given = Object.entries(asObject(asObject(provider.httpApi).authorizers))
  return Object.fromEntries(
    given.map(([name, value]) => {
      const { type, issuerUrl, audience, functionName, functionArn, identitySource } = asObject(value)
      if (type !== 'request')
        return [
          name,
          {
            JwtConfiguration: { issuer: issuerUrl, audience: asArray([audience].flat()) },
            IdentitySource: identitySource,
          },
        ]
      const named = asText(functionName)
      const FunctionArn =
        functionArn ??
        (named ? { 'Fn::GetAtt': [`${normalized(named)}LambdaFunction`, 'Arn'] } : unknownText('authorizer'))
      return [name, { FunctionArn }]
    }),
  )
}

function convertLayers(layers: Values, to: Gathered): void {
  for (const [key, value] of Object.entries(layers)) {
    const from = asObject(value)
    const place = placeOf(layers, key) ?? START
    const id = `${normalized(key)}LambdaLayer`
    const add = (name: string, Type: string, Properties: Values) => {
      to.resources[name] = { Type, Properties }
      setPlace(to.resources, name, place)
    }
    add(id, 'AWS::Lambda::LayerVersion', {
      LayerName: from.name ?? key,
      Description: from.description,
      CompatibleRuntimes: from.compatibleRuntimes,
    })
    for (const [index, account] of asArray(from.allowedAccounts).entries())
      add(`${id}Permission${index}`, 'AWS::Lambda::LayerVersionPermission', {
        LayerVersionArn: { Ref: id },
        Action: 'lambda:GetLayerVersion',
        Principal: account,
      })
  }
}

/** The APIs that events called for. */
function convertApis(provider: Values, stage: string, name: string, place: Place, to: Gathered): void {
  const add = (id: string, Type: string, Properties: Values, from: unknown) => {
    if (isObject(from)) copyPlaces(from, Properties)
    to.resources[id] = { Type, Properties }
    setPlace(to.resources, id, place)
  }
  const gateway = asObject(provider.apiGateway)
  const logs = asObject(provider.logs)
  const tracing = asObject(provider.tracing)
  const policy = gateway.resourcePolicy ?? provider.resourcePolicy
  if (to.apis.has('rest') && gateway.restApiId === undefined)
    add(
      REST_API_ID,
      'AWS::Serverless::Api',
      {
        Name: gateway.apiName ?? name,
        StageName: gateway.stage ?? stage,
        EndpointConfiguration: provider.endpointType ?? { Type: 'EDGE' },
        Auth: {
          Authorizers: to.restAuthorizers,
          ...(policy === undefined ? {} : { ResourcePolicy: { CustomStatements: policy } }),
        },
        ...(gateway.disableDefaultEndpoint === undefined
          ? {}
          : { DisableExecuteApiEndpoint: gateway.disableDefaultEndpoint }),
        ...(tracing.apiGateway ? { TracingEnabled: true } : {}),
        ...restLogs(logs.restApi),
      },
      provider,
    )
  const { httpApi } = provider
  if (to.apis.has('http') && asObject(httpApi).id === undefined)
    add(
      HTTP_API_ID,
      'AWS::Serverless::HttpApi',
      {
        Name: asObject(httpApi).name ?? name,
        Auth: { Authorizers: to.httpAuthorizers },
        ...(asObject(httpApi).cors ? { CorsConfiguration: corsOf(asObject(httpApi).cors) } : {}),
        ...(asObject(httpApi).disableDefaultEndpoint === true ? { DisableExecuteApiEndpoint: true } : {}),
        ...(logs.httpApi ? { AccessLogSettings: { DestinationArn: unknownText('log group') } } : {}),
      },
      httpApi,
    )
  if (to.apis.has('websocket')) {
    add(
      WEBSOCKETS_ID,
      'AWS::ApiGatewayV2::Api',
      { Name: `${name}-websockets`, ProtocolType: 'WEBSOCKET' },
      provider,
    )
    add(
      `${WEBSOCKETS_ID}Stage`,
      'AWS::ApiGatewayV2::Stage',
      { ApiId: { Ref: WEBSOCKETS_ID }, StageName: stage, DeploymentId: 'deployed' },
      provider,
    )
  }
}

/** Logs of both kinds, with whole requests, unless they are switched off one by one. */
function restLogs(given: unknown): Values {
  if (given === undefined || given === false) return {}
  const { accessLogging, executionLogging, fullExecutionData, level } = asObject(given)
  return {
    ...(accessLogging === false ? {} : { AccessLogSetting: { DestinationArn: unknownText('log group') } }),
    ...(executionLogging === false
      ? {}
      : {
          MethodSettings: [
            {
              ResourcePath: '/*',
              HttpMethod: '*',
              LoggingLevel: level ?? 'INFO',
              DataTraceEnabled: fullExecutionData ?? true,
            },
          ],
        }),
  }
}

function corsOf(cors: unknown): unknown {
  if (!isObject(cors)) return { AllowOrigins: ['*'] }
  return { AllowOrigins: cors.allowedOrigins ?? ['*'], AllowCredentials: cors.allowCredentials ?? false }
}
