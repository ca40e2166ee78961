import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import { type Caller, serviceCaller } from './admission.ts'
import { apiGuards } from './api-guards.ts'
import { asynchronous, synchronous } from './delivery.ts'
import { type Assembly, type Draft, type Live, live, quote } from './draft.ts'
import { grantSides, settingSides } from './grant-sides.ts'
import type { ApiAuthorizerLink, ApiLink } from './source-link.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']

/** `arn:aws:execute-api:region:account:api-id`, without stage, method and path. */
export function executeApiArn(api: ApiRecord): string {
  const partition = parseArn(api.arn)?.partition ?? 'aws'
  return `arn:${partition}:execute-api:${api.region}:${api.accountId}:${api.apiId}`
}

function* callersOf(api: ApiRecord, tails: Iterable<string>): Generator<Caller> {
  for (const tail of tails) {
    yield serviceCaller('apigateway.amazonaws.com', `${executeApiArn(api)}/${tail}`, api.accountId)
  }
}

/** Stage, method and path as API Gateway tells Lambda; path parameters also as the wildcard that grants have for them. */
export function* routeTails({ record, route, stages }: ApiLink): Generator<string> {
  const names = stages && stages.length > 0 ? stages.map((stage) => stage.name) : ['*']
  const path = route.path.replace(/^\//, '') || (route.key.startsWith('$') ? route.key : '')
  const paths = path.includes('{') ? [path, path.replace(/\{[^}]*\}/g, '*')] : [path]
  const isAny = route.method === 'ANY' || route.method === '*' || route.method === ''
  for (const stage of names) {
    for (const one of paths) {
      if (record.protocol === 'WEBSOCKET' || route.key.startsWith('$')) yield `${stage}/${route.key}`
      if (record.protocol === 'WEBSOCKET') continue
      for (const method of isAny ? ['*', 'ANY', ...METHODS] : [route.method])
        yield `${stage}/${method}/${one}`
    }
  }
}

/** Whether the API can be called at all in one of these stages. */
export function apiLive(api: ApiRecord, stages: ApiStage[] | null): Live {
  if (stages === null) return live(null, 'its stages were not seen')
  const deployed = stages.filter((stage) => stage.deploymentId !== undefined || stage.autoDeploy)
  if (deployed.length === 0) return live(false, 'the API is not deployed: no stage has it')
  const names = deployed.map((stage) => stage.name)
  const where = `deployed in ${names.length === 1 ? 'stage' : 'stages'} ${names.join(', ')}`
  if (valueOr(api.executeApiDisabled, false) !== true) return live(true, where)
  const domains = valueOr(api.domains, [])
  if (!domains)
    return live(null, `${where}; its own endpoint is disabled, and its domain names were not seen`)
  const own = domains.filter((domain) => names.includes(domain.stage) || domain.stage === '')
  if (own.length === 0)
    return live(false, `${where}, but its own endpoint is disabled and it has no domain name`)
  return live(true, `${where}, at ${own.map((domain) => domain.domainName).join(', ')}`)
}

/** The same text for the trigger and for the reach that starts at it. */
export function apiRouteDetail({ route, stages }: ApiLink): string {
  if (!stages) return route.key
  return stages.length > 0
    ? `${route.key} in ${stages.map((stage) => stage.name).join(', ')}`
    : `${route.key}, not deployed`
}

export function fromApi(link: ApiLink & { qualifier: string | null }, assembly: Assembly): Draft {
  const { record, route, stages, qualifier } = link
  const credentials = route.integration?.credentialsArn
  const setting = quote({
    route: route.key,
    authorization: route.authorization,
    integration: route.integration,
  })
  const text = `route ${route.key} of ${record.protocol} API ${record.name}`
  const sides = credentials
    ? settingSides({ text: `${text}, which calls as ${credentials}`, quote: setting })
    : grantSides(assembly, qualifier, callersOf(record, routeTails(link)), { text, quote: setting })
  const delivery =
    route.integration?.invocation === 'asynchronous'
      ? asynchronous(assembly, qualifier)
      : synchronous(
          'none: API Gateway answers the client with an error',
          'The client gets an error (5xx, or 429) at once; nothing is kept.',
        )
  return {
    kind: 'api',
    source: record.arn,
    sourceName: record.name,
    sourceAccountId: record.accountId,
    detail: apiRouteDetail(link),
    qualifier,
    ...delivery,
    ...apiLive(record, stages),
    ...sides,
    guards: apiGuards(record, route, stages ?? [], assembly.index),
  }
}

export function fromApiAuthorizer(
  { record, authorizer, qualifier }: ApiAuthorizerLink & { qualifier: string | null },
  assembly: Assembly,
): Draft {
  const routes = valueOr(record.routes, [])?.filter((route) => route.authorizerId === authorizer.id)
  const setting = { text: `authorizer ${authorizer.name} of API ${record.name}`, quote: quote(authorizer) }
  const state =
    routes && routes.length === 0
      ? live(false, 'no route uses the authorizer')
      : apiLive(record, valueOr(record.stages, []) ?? null)
  return {
    kind: 'api',
    source: record.arn,
    sourceName: record.name,
    sourceAccountId: record.accountId,
    detail: `authorizer ${authorizer.name}`,
    qualifier,
    ...synchronous('none: the request is refused', 'The request is refused with an error; nothing is kept.'),
    ...state,
    ...grantSides(assembly, qualifier, callersOf(record, [`authorizers/${authorizer.id}`]), setting),
    guards: [],
  }
}
