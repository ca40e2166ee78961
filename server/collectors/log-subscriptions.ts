import { DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '#server/aws/operation.ts'
import { isFunctionArn } from '#server/domain/arn.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { LogSubscriptionRecord } from '#server/domain/records/log-subscription-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readText, type Shape, unknownMembers } from './read-field.ts'

const describeFilters: Operation = {
  service: 'logs',
  name: 'DescribeSubscriptionFilters',
  permission: 'logs:DescribeSubscriptionFilters',
  costUsd: 0,
  hides: 'which log groups send their events to a function, and which events',
}

const FILTER: Shape = {
  filterName: true,
  logGroupName: true,
  filterPattern: true,
  destinationArn: true,
  roleArn: true,
  distribution: true,
  applyOnTransformedLogs: true,
  creationTime: true,
  fieldSelectionCriteria: true,
  emitSystemFields: true,
}

/**
 * Subscription filters that send to a function, of the log groups whose names are given: those that functions grant.
 * A log group that is gone has none. Without names of groups nothing is asked, as an account has very many.
 */
export const logSubscriptions = defineCollector<LogSubscriptionRecord, readonly string[]>({
  id: 'log-subscriptions',
  title: 'Log subscriptions',
  scope: 'region',
  kind: 'log-subscription',
  changedBy: ['logs.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [describeFilters],
  async *collect(context, logGroups): Batches<LogSubscriptionRecord> {
    let complete = true
    for (const logGroupName of new Set(logGroups)) {
      const paging = {
        operation: describeFilters,
        command: (nextToken: string | undefined) =>
          new DescribeSubscriptionFiltersCommand({ logGroupName, nextToken }),
        items: 'subscriptionFilters',
        token: 'nextToken',
        options: { resource: logGroupName },
      }
      const read = (item: JsonObject) => readFilter(context, logGroupName, item)
      const end = yield* readEach(context, paging, read)
      complete = complete && (end.complete || end.failure?.state === 'not-found')
    }
    return { complete }
  },
})

function readFilter(
  { account, region }: CollectorContext,
  logGroup: string,
  from: JsonObject,
): LogSubscriptionRecord | undefined {
  const name = asText(from.filterName)
  if (name === undefined) throw unreadable('a subscription filter')
  const functionArn = asText(from.destinationArn)
  if (!isFunctionArn(functionArn)) return undefined
  const groupArn = `arn:${account.partition}:logs:${region}:${account.id}:log-group:${logGroup}`
  return {
    kind: 'log-subscription',
    arn: `${groupArn}:subscription-filter:${name}`,
    name,
    accountId: account.id,
    region,
    logGroup,
    functionArn,
    pattern: readText(from, 'filterPattern'),
    unknownFields: unknownMembers(from, FILTER),
  }
}
