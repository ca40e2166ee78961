import { GetAuthorizersCommand, GetResourcesCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway'
import {
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetAuthorizersCommand as HttpAuthorizersCommand,
  GetStagesCommand as HttpStagesCommand,
} from '@aws-sdk/client-apigatewayv2'
import { dnsSuffix } from '#server/aws/aws-region.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { Operation } from '#server/aws/operation.ts'
import { absent, type Field } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { ApiRecord, ApiUsagePlan } from '#server/domain/records/api-record.ts'
import type { DomainsOf } from './api-domains.ts'
import { API_OPERATIONS as OPERATIONS } from './api-operations.ts'
import * as shapes from './api-shapes.ts'
import type { CollectorContext } from './define-collector.ts'
import { readHttpApi, readHttpAuthorizer, readHttpRoute, readHttpStage } from './read-http-api.ts'
import { stageVariablesIn } from './read-integration.ts'
import { listField, readList } from './read-list.ts'
import { readRestApi, readRestAuthorizer, readRestRoutes, readRestStage } from './read-rest-api.ts'

/** What is read once for all APIs of a region. */
export type SharedByApis = { plansOf: (apiId: string) => Field<ApiUsagePlan[]>; domainsOf: DomainsOf }

type Command = (token: string | undefined) => ObservedCommand

/** A REST API's record from its entry in the list, three short lists of its own and what is shared; undefined when it is gone. */
export async function readOneRestApi(
  context: CollectorContext,
  listed: JsonObject,
  shared: SharedByApis,
): Promise<ApiRecord | undefined> {
  const restApiId = String(listed.id)
  const list = (operation: Operation, command: Command) =>
    readList(context, {
      operation,
      command,
      items: 'item',
      token: 'position',
      emptyAllowed: true,
      options: { resource: asText(listed.name) ?? restApiId },
    })
  const resources = await list(
    OPERATIONS.resources,
    (position) => new GetResourcesCommand({ restApiId, position, limit: 500, embed: ['methods'] }),
  )
  const stages = await list(OPERATIONS.restStages, () => new GetStagesCommand({ restApiId }))
  const authorizers = await list(
    OPERATIONS.restAuthorizers,
    (position) => new GetAuthorizersCommand({ restApiId, position, limit: 500 }),
  )
  if (isGone(resources, stages, authorizers)) return undefined
  const items = { resources: itemsOf(resources), stages: itemsOf(stages), authorizers: itemsOf(authorizers) }
  const methods = items.resources.flatMap((resource) =>
    Object.values(asObject(asObject(resource).resourceMethods)),
  )
  const integrations = methods.map((method) => asObject(method).methodIntegration)
  const variables = stageVariablesIn([
    ...integrations.flatMap((integration) => urisOf(integration, 'uri', 'credentials')),
    ...items.authorizers.flatMap((authorizer) => urisOf(authorizer, 'authorizerUri')),
  ])
  return {
    ...identityOf(context, restApiId, listed, 'restapis'),
    ...readRestApi(listed),
    protocol: 'REST',
    cors: absent(),
    routes: itemsField(resources, (all) => all.flatMap(readRestRoutes), 'key'),
    stages: itemsField(
      stages,
      (all) => all.map((stage) => readRestStage(stage, variables, context.fingerprint)),
      'name',
    ),
    authorizers: itemsField(authorizers, (all) => all.map(readRestAuthorizer), 'id'),
    usagePlans: shared.plansOf(restApiId),
    domains: shared.domainsOf(restApiId),
    unknownFields: shapes.unknownApiMembers(listed, shapes.REST_API, [
      ['resources', items.resources, shapes.REST_RESOURCE],
      ['methods', methods, shapes.REST_METHOD],
      ['integrations', integrations, shapes.REST_INTEGRATION],
      ['stages', items.stages, shapes.REST_STAGE],
      ['authorizers', items.authorizers, shapes.REST_AUTHORIZER],
    ]),
  }
}

/** An HTTP or WebSocket API's record; undefined when it is gone meanwhile. */
export async function readOneHttpApi(
  context: CollectorContext,
  listed: JsonObject,
  shared: SharedByApis,
): Promise<ApiRecord | undefined> {
  const ApiId = String(listed.apiId)
  const list = (operation: Operation, command: Command) =>
    readList(context, {
      operation,
      command,
      items: 'items',
      token: 'nextToken',
      emptyAllowed: true,
      options: { resource: asText(listed.name) ?? ApiId },
    })
  const page = (NextToken: string | undefined) => ({ ApiId, NextToken, MaxResults: '500' })
  const routes = await list(OPERATIONS.routes, (token) => new GetRoutesCommand(page(token)))
  const integrations = await list(OPERATIONS.integrations, (token) => new GetIntegrationsCommand(page(token)))
  const stages = await list(OPERATIONS.httpStages, (token) => new HttpStagesCommand(page(token)))
  const authorizers = await list(
    OPERATIONS.httpAuthorizers,
    (token) => new HttpAuthorizersCommand(page(token)),
  )
  if (isGone(routes, integrations, stages, authorizers)) return undefined
  const items = {
    routes: itemsOf(routes),
    integrations: itemsOf(integrations),
    stages: itemsOf(stages),
    authorizers: itemsOf(authorizers),
  }
  const byId = new Map(
    items.integrations.map(asObject).map((from) => [asText(from.integrationId) ?? '', from]),
  )
  const variables = stageVariablesIn([
    ...items.integrations.flatMap((integration) => urisOf(integration, 'integrationUri', 'credentialsArn')),
    ...items.authorizers.flatMap((authorizer) => urisOf(authorizer, 'authorizerUri')),
  ])
  const fields = readHttpApi(listed)
  return {
    ...identityOf(context, ApiId, listed, 'apis'),
    ...fields,
    routes:
      integrations.state === 'denied' || integrations.state === 'failed'
        ? integrations
        : itemsField(routes, (all) => all.map((route) => readHttpRoute(route, byId)), 'key'),
    stages: itemsField(
      stages,
      (all) => all.map((stage) => readHttpStage(stage, variables, context.fingerprint)),
      'name',
    ),
    authorizers: itemsField(authorizers, (all) => all.map(readHttpAuthorizer), 'id'),
    usagePlans: fields.protocol === 'WEBSOCKET' ? shared.plansOf(ApiId) : absent(),
    domains: shared.domainsOf(ApiId),
    unknownFields: shapes.unknownApiMembers(listed, shapes.HTTP_API, [
      ['routes', items.routes, shapes.HTTP_ROUTE],
      ['integrations', items.integrations, shapes.HTTP_INTEGRATION],
      ['stages', items.stages, shapes.HTTP_STAGE],
      ['authorizers', items.authorizers, shapes.HTTP_AUTHORIZER],
    ]),
  }
}

function identityOf({ account, region }: CollectorContext, apiId: string, listed: JsonObject, path: string) {
  const host = `${apiId}.execute-api.${region}.${dnsSuffix(account.partition)}`
  const scheme = listed.protocolType === 'WEBSOCKET' ? 'wss' : 'https'
  return {
    kind: 'api' as const,
    arn: `arn:${account.partition}:apigateway:${region}::/${path}/${apiId}`,
    name: asText(listed.name) ?? apiId,
    accountId: account.id,
    region,
    apiId,
    endpoint: asText(listed.apiEndpoint) ?? `${scheme}://${host}`,
  }
}

const isGone = (...lists: Field<unknown>[]) => lists.some(({ state }) => state === 'absent')

const itemsOf = (field: Field<unknown[]>): unknown[] => (field.state === 'known' ? field.value : [])

function itemsField<Name extends string, T extends Record<Name, string>>(
  field: Field<unknown[]>,
  read: (items: unknown[]) => T[],
  sortBy: Name,
): Field<T[]> {
  if (field.state !== 'known') return field
  return listField(
    read(field.value).sort((a, b) => (a[sortBy] < b[sortBy] ? -1 : a[sortBy] > b[sortBy] ? 1 : 0)),
  )
}

const urisOf = (value: unknown, ...names: string[]): (string | undefined)[] =>
  names.map((name) => asText(asObject(value)[name]))
