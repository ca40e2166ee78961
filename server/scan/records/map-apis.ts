import { absent, type Field, known } from '#server/domain/field.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import type { ApiRecord, ApiRoute } from '#server/domain/records/api-record.ts'
import { recordHome } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import {
  readAuthorizer,
  readDomain,
  readEventRoute,
  readHttpStage,
  readIntegration,
  readRestStage,
  readUsagePlan,
} from './api-members.ts'
import { readOpenApi } from './openapi-routes.ts'
import { resourcePolicy } from './policies.ts'
import {
  asFlag,
  listIn,
  notYet,
  plainText,
  readFlag,
  readIn,
  readTags,
  readTexts,
  textIn,
} from './readers.ts'
import type { Mapped, Stack } from './stack.ts'
import { webAclOf } from './web-acl-of.ts'

const listed = <T>(list: T[]): Field<T[]> => (list.length === 0 ? absent() : known(list))

/** Members of an API that stand in resources of their own: found once by the API that they name. */
function byApi(stack: Stack, type: string, property: string) {
  const groups = Map.groupBy(stack.of(type), ({ properties }) => textIn(properties[property]))
  return (apiId: string): readonly TemplateResource[] => groups.get(apiId) ?? []
}

type Body = { routes: ApiRoute[]; authorizers: ReturnType<typeof readAuthorizer>[] } | undefined | 'unseen'

function bodyOf({ properties }: TemplateResource): Body {
  const { Body: body, BodyS3Location: location, ScanDefaultAuth: fallback } = properties
  if (body === undefined) return location === undefined ? undefined : 'unseen'
  const { AuthorizationType: type, AuthorizerId: authorizer } = asObject(fallback)
  const defaults = { authorization: textIn(type) || 'NONE' }
  const id = plainText(authorizer)
  return readOpenApi(body, id === undefined ? defaults : { ...defaults, authorizerId: id }) ?? 'unseen'
}

/** Routes that were written and those of the body; one of the first stands for its namesake in the body. */
function routesOf(own: ApiRoute[], body: Body): Field<ApiRoute[]> {
  if (body === 'unseen') return notYet()
  const written = new Set(own.map(({ key }) => key))
  return listed([...own, ...(body?.routes ?? []).filter(({ key }) => !written.has(key))])
}

export function mapRestApis(stack: Stack): Mapped[] {
  const methods = byApi(stack, 'AWS::ApiGateway::Method', 'RestApiId')
  const events = byApi(stack, 'Scan::Api::Route', 'ApiId')
  const stages = byApi(stack, 'AWS::ApiGateway::Stage', 'RestApiId')
  const deployments = byApi(stack, 'AWS::ApiGateway::Deployment', 'RestApiId')
  const authorizers = byApi(stack, 'AWS::ApiGateway::Authorizer', 'RestApiId')
  const mappings = byApi(stack, 'AWS::ApiGateway::BasePathMapping', 'RestApiId')
  const domains = new Map(stack.of('AWS::ApiGateway::DomainName').map((domain) => [domain.name, domain]))
  return stack.of('AWS::ApiGateway::RestApi').map((of) => {
    const { name: apiId, properties: from } = of
    const body = bodyOf(of)
    const own = [
      ...methods(apiId).map((method) => readMethod(method, stack, apiId)),
      ...events(apiId).map(readEventRoute),
    ]
    const ofDeployments = deployments(apiId).filter(({ properties }) => properties.StageName !== undefined)
    const plans = stack
      .of('AWS::ApiGateway::UsagePlan')
      .filter(({ properties }) =>
        asArray(properties.ApiStages).some((one) => textIn(asObject(one).ApiId) === apiId),
      )
    const stageList = [
      ...stages(apiId).map(readRestStage),
      ...ofDeployments.map((one) => ({
        ...readRestStage({ ...one, properties: asObject(one.properties.StageDescription) }),
        name: textIn(one.properties.StageName),
      })),
    ].map((stage) => ({ ...stage, ...webAclOf(stack, `${of.arn}/stages/${stage.name}`) }))
    const types = readIn(from, 'EndpointConfiguration', (one) => readTexts(one, 'Types', ['EDGE']))
    const record: ApiRecord = {
      kind: 'api',
      ...recordHome(stack.home),
      arn: of.arn,
      name: plainText(from.Name) ?? of.id,
      apiId,
      protocol: 'REST',
      endpointTypes: types.state === 'absent' ? known(['EDGE']) : types,
      vpcEndpointIds: readIn(from, 'EndpointConfiguration', (one) => readTexts(one, 'VpcEndpointIds')),
      executeApiDisabled: readFlag(from, 'DisableExecuteApiEndpoint', false),
      endpoint: `https://${apiId}.execute-api.${stack.home.region}.amazonaws.com`,
      policy: from.Policy === undefined ? absent() : resourcePolicy(from.Policy),
      cors: absent(),
      authorizers: listed([
        ...authorizers(apiId).map(readAuthorizer),
        ...(typeof body === 'object' ? body.authorizers : []),
      ]),
      routes: routesOf(own, body),
      stages: listed(stageList),
      usagePlans: listed(plans.map((plan) => readUsagePlan(plan, apiId))),
      domains: listed(
        mappings(apiId).map(({ properties }) =>
          readDomain(properties, domains.get(textIn(properties.DomainName))),
        ),
      ),
      createdAt: notYet(),
      tags: readTags(from),
    }
    return {
      record,
      of,
      also: [...stages(apiId), ...events(apiId), ...methods(apiId), ...authorizers(apiId)],
    }
  })
}

/** The path of a method, put together from the resources above it. */
function pathOf(resourceId: string, stack: Stack, apiId: string): string {
  const parts: string[] = []
  let id = resourceId
  for (let depth = 0; depth < 30 && id !== '' && id !== `${apiId}-root`; depth += 1) {
    const resource = stack.named('AWS::ApiGateway::Resource', id)
    if (!resource) break
    parts.unshift(textIn(resource.properties.PathPart))
    id = textIn(resource.properties.ParentId)
  }
  return `/${parts.join('/')}`
}

function readMethod({ properties: from }: TemplateResource, stack: Stack, apiId: string): ApiRoute {
  const method = textIn(from.HttpMethod) || 'ANY'
  const path = plainText(from.ScanPath) ?? pathOf(textIn(from.ResourceId), stack, apiId)
  const authorizerId = plainText(from.AuthorizerId)
  return {
    key: `${method} ${path}`,
    method,
    path,
    authorization: textIn(from.AuthorizationType) || 'NONE',
    ...(authorizerId === undefined ? {} : { authorizerId }),
    scopes: listIn(from.AuthorizationScopes).map(textIn),
    apiKeyRequired: asFlag(from.ApiKeyRequired) === true,
    ...(from.RequestValidatorId === undefined ? {} : { requestValidator: textIn(from.RequestValidatorId) }),
    integration: from.Integration === undefined ? undefined : readIntegration(asObject(from.Integration)),
  }
}

export function mapHttpApis(stack: Stack): Mapped[] {
  const routes = byApi(stack, 'AWS::ApiGatewayV2::Route', 'ApiId')
  const events = byApi(stack, 'Scan::Api::Route', 'ApiId')
  const stages = byApi(stack, 'AWS::ApiGatewayV2::Stage', 'ApiId')
  const authorizers = byApi(stack, 'AWS::ApiGatewayV2::Authorizer', 'ApiId')
  const mappings = byApi(stack, 'AWS::ApiGatewayV2::ApiMapping', 'ApiId')
  const integrations = new Map(stack.of('AWS::ApiGatewayV2::Integration').map((one) => [one.name, one]))
  const domains = new Map(stack.of('AWS::ApiGatewayV2::DomainName').map((domain) => [domain.name, domain]))
  return stack.of('AWS::ApiGatewayV2::Api').map((of) => {
    const { name: apiId, properties: from } = of
    const body = bodyOf(of)
    const quick = from.Target === undefined ? [] : [quickRoute(from)]
    const own = [
      ...routes(apiId).map((route) => readRoute(route, integrations)),
      ...events(apiId).map(readEventRoute),
      ...quick,
    ]
    const record: ApiRecord = {
      kind: 'api',
      ...recordHome(stack.home),
      arn: of.arn,
      name: plainText(from.Name) ?? of.id,
      apiId,
      protocol: from.ProtocolType === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP',
      endpointTypes: known(['REGIONAL']),
      vpcEndpointIds: absent(),
      executeApiDisabled: readFlag(from, 'DisableExecuteApiEndpoint', false),
      endpoint: `https://${apiId}.execute-api.${stack.home.region}.amazonaws.com`,
      policy: absent(),
      cors: readIn<{ allowOrigins: string[]; allowCredentials: boolean }>(
        from,
        'CorsConfiguration',
        (cors) =>
          isUnknownText(cors.AllowOrigins)
            ? notYet()
            : known({
                allowOrigins: listIn(cors.AllowOrigins).map(textIn),
                allowCredentials: asFlag(cors.AllowCredentials) === true,
              }),
      ),
      authorizers: listed([
        ...authorizers(apiId).map(readAuthorizer),
        ...(typeof body === 'object' ? body.authorizers : []),
      ]),
      routes: routesOf(own, body),
      stages: listed([
        ...stages(apiId).map(readHttpStage),
        ...(quick.length > 0
          ? [{ name: '$default', autoDeploy: true, variables: {}, throttle: {}, routeThrottles: {} }]
          : []),
      ]),
      usagePlans: absent(),
      domains: listed(
        mappings(apiId).map(({ properties }) =>
          readDomain(properties, domains.get(textIn(properties.DomainName))),
        ),
      ),
      createdAt: notYet(),
      tags: readTags(from),
    }
    return { record, of, also: [...stages(apiId), ...events(apiId), ...routes(apiId), ...authorizers(apiId)] }
  })
}

function readRoute(
  { properties: from }: TemplateResource,
  integrations: ReadonlyMap<string, TemplateResource>,
): ApiRoute {
  const key = textIn(from.RouteKey)
  const [, method, path] = /^([A-Z]+) (\/.*)$/.exec(key) ?? []
  const integration = integrations.get(textIn(from.Target).replace(/^integrations\//, ''))
  const authorizerId = plainText(from.AuthorizerId)
  return {
    key,
    method: method ?? 'ANY',
    path: path ?? key,
    authorization: textIn(from.AuthorizationType) || 'NONE',
    ...(authorizerId === undefined ? {} : { authorizerId }),
    scopes: listIn(from.AuthorizationScopes).map(textIn),
    apiKeyRequired: asFlag(from.ApiKeyRequired) === true,
    integration: integration ? readIntegration(integration.properties) : undefined,
  }
}

/** An API that was made with a target has one route, the default one. */
function quickRoute(from: Record<string, unknown>): ApiRoute {
  return {
    key: plainText(from.RouteKey) ?? '$default',
    method: 'ANY',
    path: '$default',
    authorization: 'NONE',
    scopes: [],
    apiKeyRequired: false,
    integration: readIntegration({ IntegrationType: 'AWS_PROXY', IntegrationUri: from.Target }),
  }
}
