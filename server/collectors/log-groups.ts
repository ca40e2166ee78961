import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '#server/aws/operation.ts'
import { asText, asTime, type JsonObject } from '#server/domain/json.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import { SECOND_MS } from '#server/domain/time.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readField, readNumber, readText, type Shape, unknownMembers } from './read-field.ts'

const describeLogGroups: Operation = {
  service: 'logs',
  name: 'DescribeLogGroups',
  permission: 'logs:DescribeLogGroups',
  costUsd: 0,
  hides: 'how long the logs of functions are kept, and with which key they are encrypted',
}

/** Where Lambda writes the logs of functions that name no group of their own. */
const LAMBDA_PREFIX = '/aws/lambda/'
const PAGE_SIZE = 50

const GROUP: Shape = {
  logGroupName: true,
  creationTime: true,
  retentionInDays: true,
  metricFilterCount: true,
  arn: true,
  storedBytes: true,
  kmsKeyId: true,
  dataProtectionStatus: true,
  inheritedProperties: true,
  logGroupClass: true,
  logGroupArn: true,
  deletionProtectionEnabled: true,
  bearerTokenAuthenticationEnabled: true,
}

/** The log groups below `/aws/lambda/`, and those of other names that the functions of the region write to. */
export const logGroups = defineCollector<LogGroupRecord, readonly string[]>({
  id: 'log-groups',
  title: 'Log groups',
  scope: 'region',
  kind: 'log-group',
  changedBy: ['logs.amazonaws.com'],
  changedOnlyBy: [
    'CreateLogGroup',
    'DeleteLogGroup',
    'PutRetentionPolicy',
    'DeleteRetentionPolicy',
    'AssociateKmsKey',
    'DisassociateKmsKey',
  ],
  onlyWithFunctions: true,
  operations: [describeLogGroups],
  async *collect(context, names): Batches<LogGroupRecord> {
    let { complete } = yield* readEach(context, groupsOf(LAMBDA_PREFIX), (group) => readGroup(context, group))
    const others = [...new Set(names ?? [])].filter((name) => !name.startsWith(LAMBDA_PREFIX))
    for (const name of others) {
      const only = (group: JsonObject) =>
        asText(group.logGroupName) === name ? readGroup(context, group) : undefined
      const end = yield* readEach(context, groupsOf(name), only)
      complete = end.complete && complete
    }
    return { complete }
  },
})

const groupsOf = (logGroupNamePrefix: string) => ({
  operation: describeLogGroups,
  command: (nextToken: string | undefined) =>
    new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken, limit: PAGE_SIZE }),
  items: 'logGroups',
  token: 'nextToken',
  options: { resource: logGroupNamePrefix },
})

function readGroup({ account, region }: CollectorContext, from: JsonObject): LogGroupRecord {
  const name = asText(from.logGroupName)
  if (name === undefined) throw unreadable('a log group')
  return {
    kind: 'log-group',
    arn: `arn:${account.partition}:logs:${region}:${account.id}:log-group:${name}`,
    name,
    accountId: account.id,
    region,
    retentionDays: readNumber(from, 'retentionInDays'),
    kmsKeyArn: readText(from, 'kmsKeyId'),
    storedBytes: readNumber(from, 'storedBytes'),
    createdAt: readField(from, 'creationTime', (value) =>
      typeof value === 'number' ? asTime(value / SECOND_MS) : undefined,
    ),
    unknownFields: unknownMembers(from, GROUP),
  }
}
