import { frontDoorOf } from '#demo/estate/front-door/front-door.ts'
import type { ApiSpec } from '#demo/estate/front-door/model.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from '#demo/services/call.ts'
import { apiMapping, basePathMapping, domainsOf, httpDomain, restDomain } from './domains.ts'
import { httpApi, httpAuthorizers, httpIntegrations, httpRoutes, httpStage } from './http-apis.ts'
import { restApi, restAuthorizers, restResources, restStage } from './rest-apis.ts'

export const matchRestApis = matchReads([
  ['GetRestApis', '/restapis'],
  ['GetResources', '/restapis/{restApiId}/resources'],
  ['GetStages', '/restapis/{restApiId}/stages'],
  ['GetAuthorizers', '/restapis/{restApiId}/authorizers'],
  ['GetUsagePlans', '/usageplans'],
  ['GetDomainNames', '/domainnames'],
  ['GetBasePathMappings', '/domainnames/{domainName}/basepathmappings'],
])

export const matchHttpApis = matchReads([
  ['GetApis', '/v2/apis'],
  ['GetRoutes', '/v2/apis/{apiId}/routes'],
  ['GetIntegrations', '/v2/apis/{apiId}/integrations'],
  ['GetStages', '/v2/apis/{apiId}/stages'],
  ['GetAuthorizers', '/v2/apis/{apiId}/authorizers'],
  ['GetDomainNames', '/v2/domainnames'],
  ['GetApiMappings', '/v2/domainnames/{domainName}/apimappings'],
])

const bad = (message: string) => new AwsError('BadRequestException', 400, message)
const missing = (message: string) => new AwsError('NotFoundException', 404, message)
const apisOf = (call: Call) => frontDoorOf(partitionOf(call)).apis

function restPage(call: Call, list: readonly unknown[]): unknown {
  const { input } = call
  const size = boundedInt(input.limit, 25, 1, 500, () => bad('Invalid value for limit'))
  const { items, token } = page(call, list, input.position, size, () => bad('Invalid position parameter'))
  return { item: items, position: token }
}

function httpPage(call: Call, list: readonly unknown[]): unknown {
  const { input } = call
  const size = boundedInt(input.maxResults, 25, 1, 500, () => bad('Invalid maxResults'))
  const { items, token } = page(call, list, input.nextToken, size, () => bad('Invalid nextToken'))
  return { items, nextToken: token }
}

function findApi(call: Call, id: unknown, rest: boolean): ApiSpec {
  const found = apisOf(call).find((api) => api.id === id && (api.protocol === 'REST') === rest)
  if (!found) throw missing(`Invalid API identifier specified ${call.account.id}:${String(id)}`)
  return found
}

function mappingsOf(call: Call) {
  const found = domainsOf(call).get(String(call.input.domainName))
  if (!found) throw missing('Invalid domain name identifier specified')
  return found
}

/** Rates: "Amazon API Gateway quotas" in the developer guide (10/s for the whole management interface). */
const bucket = { name: 'apigateway', perSecond: 10 }
const resource = ({ region, input, operation }: Call) =>
  `arn:aws:apigateway:${region}::/${String(input.restApiId ?? input.apiId ?? input.domainName ?? operation)}`

const rest = (list: (call: Call) => readonly unknown[]): Operation => ({
  bucket,
  resource,
  run: (call) => restPage(call, list(call)),
})
const ofRest = (list: (call: Call, api: ApiSpec) => readonly unknown[]): Operation =>
  rest((call) => list(call, findApi(call, call.input.restApiId, true)))
const http = (list: (call: Call) => readonly unknown[]): Operation => ({
  bucket,
  resource,
  run: (call) => httpPage(call, list(call)),
})
const ofHttp = (list: (call: Call, api: ApiSpec) => readonly unknown[]): Operation =>
  http((call) => list(call, findApi(call, call.input.apiId, false)))

export const restApiOperations: Record<string, Operation> = {
  GetRestApis: rest((call) =>
    apisOf(call)
      .filter(({ protocol }) => protocol === 'REST')
      .map((api) => restApi(call, api)),
  ),
  GetResources: ofRest(restResources),
  GetStages: {
    bucket,
    resource,
    run: (call) => {
      const api = findApi(call, call.input.restApiId, true)
      return { item: api.stages.map((stage) => restStage(call, api, stage)) }
    },
  },
  GetAuthorizers: ofRest(restAuthorizers),
  GetUsagePlans: rest((call) =>
    apisOf(call).flatMap(({ id, plan }) => {
      if (!plan) return []
      const { rate: rateLimit, burst: burstLimit, quota } = plan
      const apiStages = [{ apiId: id, stage: plan.stage }]
      return [{ id: plan.id, name: plan.name, apiStages, throttle: { rateLimit, burstLimit }, quota }]
    }),
  ),
  GetDomainNames: rest((call) => [...domainsOf(call)].map(([name, all]) => restDomain(call, name, all))),
  GetBasePathMappings: rest((call) =>
    mappingsOf(call)
      .filter(({ api }) => api.protocol === 'REST')
      .map(basePathMapping),
  ),
}

export const httpApiOperations: Record<string, Operation> = {
  GetApis: http((call) =>
    apisOf(call)
      .filter(({ protocol }) => protocol !== 'REST')
      .map((api) => httpApi(call, api)),
  ),
  GetRoutes: ofHttp(httpRoutes),
  GetIntegrations: ofHttp(httpIntegrations),
  GetStages: ofHttp((call, api) => api.stages.map((stage) => httpStage(call, api, stage))),
  GetAuthorizers: ofHttp(httpAuthorizers),
  GetDomainNames: http((call) => [...domainsOf(call)].map(([name, all]) => httpDomain(call, name, all))),
  GetApiMappings: http((call) => mappingsOf(call).map(apiMapping)),
}
