import { ListDataSourcesCommand, ListGraphqlApisCommand } from '@aws-sdk/client-appsync'
import type { Operation } from '#server/aws/operation.ts'
import { absent, type Field, known, mapField } from '#server/domain/field.ts'
import { asArray, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readBoolean, readIn, readText, type Shape, unknownMembers } from './read-field.ts'
import { readList } from './read-list.ts'
import { readTags } from './read-rest-api.ts'

const listApis: Operation = {
  service: 'appsync',
  name: 'ListGraphqlApis',
  permission: 'appsync:ListGraphqlApis',
  costUsd: 0,
  hides: 'which GraphQL APIs stand before functions, and who may call them',
}
const listDataSources: Operation = {
  service: 'appsync',
  name: 'ListDataSources',
  permission: 'appsync:ListDataSources',
  costUsd: 0,
  hides: 'which functions a GraphQL API calls',
}

const API: Shape = Object.fromEntries(
  'name apiId authenticationType logConfig userPoolConfig openIDConnectConfig arn uris tags additionalAuthenticationProviders xrayEnabled wafWebAclArn lambdaAuthorizerConfig dns visibility apiType mergedApiExecutionRoleArn owner ownerContact introspectionConfig queryDepthLimit resolverCountLimit enhancedMetricsConfig'
    .split(' ')
    .map((name) => [name, true as const]),
)
const PAGE_SIZE = 25

/** GraphQL APIs that have functions among their data sources or authorizers, or whose data sources could not be read. */
export const graphqlApis = defineCollector<GraphqlApiRecord>({
  id: 'graphql-apis',
  title: 'AppSync GraphQL APIs',
  scope: 'region',
  kind: 'graphql-api',
  changedBy: ['appsync.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [listApis, listDataSources],
  async *collect(context): Batches<GraphqlApiRecord> {
    const paging = {
      operation: listApis,
      command: (nextToken: string | undefined) =>
        new ListGraphqlApisCommand({ nextToken, maxResults: PAGE_SIZE }),
      items: 'graphqlApis',
      token: 'nextToken',
    }
    const { complete } = yield* readEach(context, paging, (api) => readApi(context, api))
    return { complete }
  },
})

async function readApi(context: CollectorContext, from: JsonObject): Promise<GraphqlApiRecord | undefined> {
  const apiId = asText(from.apiId)
  if (apiId === undefined) throw unreadable('a GraphQL API')
  const functionArns = await readFunctions(context, apiId, from)
  if (functionArns.state === 'absent') return undefined
  const { account, region } = context
  return {
    kind: 'graphql-api',
    arn: asText(from.arn) ?? `arn:${account.partition}:appsync:${region}:${account.id}:apis/${apiId}`,
    name: asText(from.name) ?? apiId,
    accountId: account.id,
    region,
    apiId,
    authentications: readAuthentications(from),
    visibility: readText(from, 'visibility'),
    webAclArn: readText(from, 'wafWebAclArn'),
    fieldLogLevel: readIn(from, 'logConfig', (config) => readText(config, 'fieldLogLevel')),
    tracing: readBoolean(from, 'xrayEnabled'),
    functionArns,
    tags: readTags(from),
    unknownFields: unknownMembers(from, API),
  }
}

const providersOf = (from: JsonObject) => [
  from,
  ...asArray(from.additionalAuthenticationProviders).map(asObject),
]

function readAuthentications(from: JsonObject): Field<string[]> {
  const types = providersOf(from).flatMap(({ authenticationType }) => asText(authenticationType) ?? [])
  return types.length === 0 ? absent() : known([...new Set(types)])
}

/** Absent where there are none, or where the API is gone. */
async function readFunctions(
  context: CollectorContext,
  apiId: string,
  from: JsonObject,
): Promise<Field<string[]>> {
  const authorizers = providersOf(from).map(({ lambdaAuthorizerConfig }) =>
    asText(asObject(lambdaAuthorizerConfig).authorizerUri),
  )
  const sources = await readList(context, {
    operation: listDataSources,
    command: (nextToken) => new ListDataSourcesCommand({ apiId, nextToken, maxResults: PAGE_SIZE }),
    items: 'dataSources',
    token: 'nextToken',
    options: { resource: apiId },
  })
  const called = mapField(sources, (all) =>
    all
      .map(asObject)
      .filter(({ type }) => type === 'AWS_LAMBDA')
      .map(({ lambdaConfig }) => asText(asObject(lambdaConfig).lambdaFunctionArn)),
  )
  if (called.state !== 'known') return called
  const arns = [...called.value, ...authorizers].flatMap((text) => unqualified(text) ?? [])
  return arns.length === 0 ? absent() : known([...new Set(arns)].sort())
}

/** `arn:…:function:name`, also of an ARN that ends in an alias or version, or that API Gateway wraps. */
function unqualified(text: string | undefined): string | undefined {
  return /arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+/.exec(text ?? '')?.[0]
}
