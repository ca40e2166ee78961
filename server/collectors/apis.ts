import { GetRestApisCommand, GetUsagePlansCommand } from '@aws-sdk/client-api-gateway'
import { GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import type { Operation } from '#server/aws/operation.ts'
import { paginateAll } from '#server/aws/paginate.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { readApiDomains } from './api-domains.ts'
import { API_OPERATIONS as OPERATIONS } from './api-operations.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { readBatches } from './read-each.ts'
import { listField, readList } from './read-list.ts'
import { readOneHttpApi, readOneRestApi, type SharedByApis } from './read-one-api.ts'
import { readUsagePlan } from './read-rest-api.ts'

type Read = (
  context: CollectorContext,
  listed: JsonObject,
  shared: SharedByApis,
) => Promise<ApiRecord | undefined>
type Listed = { operation: Operation; item: JsonObject; read: Read }

export const apis = defineCollector<ApiRecord>({
  id: 'apis',
  title: 'API Gateway',
  scope: 'region',
  kind: 'api',
  changedBy: ['apigateway.amazonaws.com', 'wafv2.amazonaws.com'],
  operations: Object.values(OPERATIONS),
  async *collect(context): AsyncGenerator<ApiRecord[], Completion> {
    const rest = await paginateAll(context, {
      operation: OPERATIONS.restApis,
      command: (position) => new GetRestApisCommand({ position, limit: 500 }),
      items: 'item',
      token: 'position',
    })
    const http = await paginateAll(context, {
      operation: OPERATIONS.httpApis,
      command: (NextToken) => new GetApisCommand({ NextToken, MaxResults: '500' }),
      items: 'items',
      token: 'nextToken',
    })
    const listed = [
      ...named(context, OPERATIONS.restApis, rest.items, 'id', readOneRestApi),
      ...named(context, OPERATIONS.httpApis, http.items, 'apiId', readOneHttpApi),
    ]
    let complete = rest.complete && http.complete && listed.length === rest.items.length + http.items.length
    if (listed.length === 0) return { complete }
    const shared = await readShared(context, listed)
    const read = async ({ operation, item, read }: Listed): Promise<ApiRecord | undefined> => {
      try {
        return await read(context, item, shared)
      } catch (error) {
        complete = false
        if (!context.signal.aborted) noteUnreadable(context, operation, String(error))
        return undefined
      }
    }
    yield* readBatches(context, listed, read)
    return { complete }
  },
})

function named(
  context: CollectorContext,
  operation: Operation,
  items: unknown[],
  idName: string,
  read: Read,
): Listed[] {
  return items.map(asObject).flatMap((item) => {
    if (asText(item[idName]) !== undefined) return [{ operation, item, read }]
    noteUnreadable(context, operation, 'a listed API has no id')
    return []
  })
}

/** Usage plans are only asked for where an API can have any. */
async function readShared(context: CollectorContext, listed: Listed[]): Promise<SharedByApis> {
  const canHavePlans = listed.some(({ item }) => item.protocolType !== 'HTTP')
  const [domainsOf, plansOf] = await Promise.all([
    readApiDomains(context),
    canHavePlans ? readUsagePlans(context) : (): ReturnType<SharedByApis['plansOf']> => ({ state: 'absent' }),
  ])
  return { domainsOf, plansOf }
}

async function readUsagePlans(context: CollectorContext): Promise<SharedByApis['plansOf']> {
  const plans = await readList(context, {
    operation: OPERATIONS.usagePlans,
    command: (position) => new GetUsagePlansCommand({ position, limit: 500 }),
    items: 'item',
    token: 'position',
    emptyAllowed: true,
  })
  if (plans.state !== 'known') return () => plans
  const read = plans.value.map(readUsagePlan)
  return (apiId) =>
    listField(
      read
        .filter(({ apiIds }) => apiIds.has(apiId))
        .map((plan) => plan.of(apiId))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    )
}

function noteUnreadable(context: CollectorContext, operation: Operation, message: string): void {
  context.report.addProblem(operation, { state: 'malformed', code: 'UnreadableApi', message })
}
