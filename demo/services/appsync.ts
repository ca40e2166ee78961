import type { GraphqlApiSpec } from '#demo/estate/platform/graphql.ts'
import { graphqlApisOf } from '#demo/estate/platform/platform.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

export const matchAppSync = matchReads([
  ['ListGraphqlApis', '/v1/apis'],
  ['ListDataSources', '/v1/apis/{apiId}/datasources'],
])

const bad = () => new AwsError('BadRequestException', 400, 'Invalid nextToken or maxResults.')

const pageOf = <T>(call: Call, all: readonly T[]) =>
  page(call, all, call.input.nextToken || undefined, boundedInt(call.input.maxResults, 25, 1, 25, bad), bad)

const arnOf = (call: Call, api: GraphqlApiSpec) =>
  `arn:aws:appsync:${call.region}:${call.account.id}:apis/${api.id}`

function listGraphqlApis(call: Call): unknown {
  const { items, token } = pageOf(call, graphqlApisOf(partitionOf(call)))
  const graphqlApis = items.map((api) => ({
    name: api.name,
    apiId: api.id,
    arn: arnOf(call, api),
    ...api.authentication,
    additionalAuthenticationProviders: api.additional,
    ...(api.fieldLogLevel
      ? {
          logConfig: {
            fieldLogLevel: api.fieldLogLevel,
            cloudWatchLogsRoleArn: `arn:aws:iam::${call.account.id}:role/appsync-logs`,
            excludeVerboseContent: true,
          },
        }
      : {}),
    xrayEnabled: api.tracing,
    visibility: api.visibility,
    apiType: 'GRAPHQL',
    owner: call.account.id,
    introspectionConfig: 'ENABLED',
    tags: { service: api.name },
    uris: { GRAPHQL: `https://${api.id}.appsync-api.${call.region}.amazonaws.com/graphql` },
  }))
  return { graphqlApis, nextToken: token }
}

function listDataSources(call: Call): unknown {
  const api = graphqlApisOf(partitionOf(call)).find(({ id }) => id === call.input.apiId)
  if (!api) throw new AwsError('NotFoundException', 404, `GraphQL API ${call.input.apiId} not found.`)
  const source = (name: string, more: object) => ({
    dataSourceArn: `${arnOf(call, api)}/datasources/${name}`,
    name,
    ...more,
    serviceRoleArn: `arn:aws:iam::${call.account.id}:role/appsync-${api.name}`,
  })
  const table = { tableName: api.name, awsRegion: call.region }
  const all = [
    source('Table', { type: 'AMAZON_DYNAMODB', dynamodbConfig: table }),
    ...api.functions.map((fn, i) =>
      source(`Function${i}`, { type: 'AWS_LAMBDA', lambdaConfig: { lambdaFunctionArn: fn.arn } }),
    ),
  ]
  const { items, token } = pageOf(call, all)
  return { dataSources: items, nextToken: token }
}

const on = (run: Operation['run']): Operation => ({ run, bucket: { name: 'appsync', perSecond: 10 } })

export const appsyncOperations: Record<string, Operation> = {
  ListGraphqlApis: on(listGraphqlApis),
  ListDataSources: on(listDataSources),
}
