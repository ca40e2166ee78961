import { logGroupsOf } from '#demo/estate/platform/platform.ts'
import { invitedOf } from '#demo/estate/sources/invited.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'
import { filterLogEvents } from './log-events.ts'

const bad = () =>
  new AwsError('InvalidParameterException', 400, 'The specified nextToken or limit is invalid.')

/** Filters by log group: the audited function's logs go to a function and a stream; `/shop/audit` is gone. */
function filtersOf(call: Call) {
  const { logs, logged } = invitedOf(partitionOf(call).functions)
  if (!logs || !logged) return []
  const logGroupName = `/aws/lambda/${logged.name}`
  const filter = (filterName: string, destinationArn: string, filterPattern: string) => ({
    filterName,
    logGroupName,
    filterPattern,
    destinationArn,
    distribution: 'ByLogStream',
    applyOnTransformedLogs: false,
    creationTime: Date.UTC(2025, 3, 1),
  })
  const stream = `arn:aws:kinesis:${call.region}:${call.account.id}:stream/log-archive`
  return [filter('errors-to-audit', logs.arn, '?ERROR ?Exception'), filter('archive', stream, '')]
}

function describeSubscriptionFilters(call: Call): unknown {
  const { logGroupName, nextToken, limit } = call.input
  const found = filtersOf(call).filter((filter) => filter.logGroupName === logGroupName)
  const exists =
    found.length > 0 || partitionOf(call).functions.some(({ name }) => `/aws/lambda/${name}` === logGroupName)
  if (!exists) throw new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.')
  const { items, token } = page(call, found, nextToken, boundedInt(limit, 50, 1, 50, bad), bad)
  return { subscriptionFilters: items, nextToken: token }
}

function describeLogGroups(call: Call): unknown {
  const { logGroupNamePrefix, nextToken, limit } = call.input
  const prefix = String(logGroupNamePrefix ?? '')
  const found = logGroupsOf(partitionOf(call)).filter(({ name }) => name.startsWith(prefix))
  const { items, token } = page(call, found, nextToken, boundedInt(limit, 50, 1, 50, bad), bad)
  const arnOf = (name: string) => `arn:aws:logs:${call.region}:${call.account.id}:log-group:${name}`
  const logGroups = items.map((group) => ({
    logGroupName: group.name,
    creationTime: group.createdMs,
    ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${arnOf(group.name)}:*`,
    storedBytes: group.storedBytes,
    ...(group.kmsKeyArn === undefined ? {} : { kmsKeyId: group.kmsKeyArn }),
    logGroupClass: 'STANDARD',
    logGroupArn: arnOf(group.name),
  }))
  return { logGroups, nextToken: token }
}

/** Route 53 may write query logs, as its console sets it up; one policy of the hostile estate cannot be read. */
function describeResourcePolicies(call: Call): unknown {
  const { functions } = partitionOf(call)
  const statement = {
    Sid: 'Route53LogsToCloudWatchLogs',
    Effect: 'Allow',
    Principal: { Service: ['route53.amazonaws.com'] },
    Action: 'logs:PutLogEvents',
    Resource: `arn:aws:logs:${call.region}:${call.account.id}:log-group:/aws/route53/*`,
  }
  const policy = (policyName: string, policyDocument: string) => ({
    policyName,
    policyDocument,
    lastUpdatedTime: Date.UTC(2025, 1, 3),
  })
  const usual = policy(
    'route53-query-logs',
    JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  )
  const found = functions.length === 0 ? [] : [usual, ...(call.hostile ? [policy('odd', 'not json')] : [])]
  const { items, token } = page(call, found, call.input.nextToken, 50, bad)
  return { resourcePolicies: items, nextToken: token }
}

export const logsOperations: Record<string, Operation> = {
  DescribeResourcePolicies: {
    bucket: { name: 'log-policies', perSecond: 10 },
    run: describeResourcePolicies,
  },
  DescribeLogGroups: { bucket: { name: 'log-groups', perSecond: 10 }, run: describeLogGroups },
  FilterLogEvents: {
    bucket: { name: 'log-events', perSecond: 5 },
    resource: ({ region, account, input }) =>
      `arn:aws:logs:${region}:${account.id}:log-group:${input.logGroupName}:log-stream:`,
    run: filterLogEvents,
  },
  DescribeSubscriptionFilters: { bucket: { name: 'logs', perSecond: 5 }, run: describeSubscriptionFilters },
}
