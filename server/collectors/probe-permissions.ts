import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer'
import { GetAccountAuthorizationDetailsCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import * as lambda from '@aws-sdk/client-lambda'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { endpointRegion } from '#server/aws/aws-region.ts'
import { type CallContext, type CallResult, call } from '#server/aws/call.ts'
import { DescribeRegionsCommand } from '#server/aws/ec2.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { Operation } from '#server/aws/operation.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { FRONT_DOOR_PROBES } from './front-door-probes.ts'
import { COLLECTORS } from './index.ts'
import { POSTURE_PROBES } from './posture-probes.ts'
import { SAFEGUARD_PROBES } from './safeguard-probes.ts'
import { type ProbePlace, SOURCE_PROBES } from './source-probes.ts'

/** Nobody's function: IAM decides before Lambda looks whether it exists, so "not found" means "allowed". */
const NOBODY = { FunctionName: 'sightline-doctor-asks-only-for-permission' }

/** Refused for its time where it is allowed: an answer would cost a cent. */
const NO_TIME = {
  TimePeriod: { Start: '2020-01-01', End: '2020-01-01' },
  Granularity: 'DAILY' as const,
  Metrics: ['UnblendedCost'],
}

const metric = {
  Id: 'm',
  MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations' }, Period: 300, Stat: 'Sum' },
}

/** By operation, or by service and operation where two services have one of that name. */
const PROBES: Record<string, (nowMs: number, place: ProbePlace) => ObservedCommand> = {
  ...SOURCE_PROBES,
  ...FRONT_DOOR_PROBES,
  ...POSTURE_PROBES,
  ...SAFEGUARD_PROBES,
  GetCallerIdentity: () => new GetCallerIdentityCommand({}),
  ListAccountAliases: () => new ListAccountAliasesCommand({ MaxItems: 1 }),
  DescribeRegions: () => new DescribeRegionsCommand({}),
  GetAccountAuthorizationDetails: () => new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 }),
  GetAccountSettings: () => new lambda.GetAccountSettingsCommand({}),
  ListFunctions: () => new lambda.ListFunctionsCommand({ MaxItems: 1 }),
  GetFunction: () => new lambda.GetFunctionCommand(NOBODY),
  GetPolicy: () => new lambda.GetPolicyCommand(NOBODY),
  ListFunctionUrlConfigs: () => new lambda.ListFunctionUrlConfigsCommand(NOBODY),
  ListAliases: () => new lambda.ListAliasesCommand(NOBODY),
  ListFunctionEventInvokeConfigs: () => new lambda.ListFunctionEventInvokeConfigsCommand(NOBODY),
  ListProvisionedConcurrencyConfigs: () => new lambda.ListProvisionedConcurrencyConfigsCommand(NOBODY),
  GetFunctionRecursionConfig: () => new lambda.GetFunctionRecursionConfigCommand(NOBODY),
  ListEventSourceMappings: () => new lambda.ListEventSourceMappingsCommand({ MaxItems: 1 }),
  ListMetrics: () => new ListMetricsCommand({ Namespace: 'AWS/Lambda', RecentlyActive: 'PT3H' }),
  GetMetricData: (nowMs) =>
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - 10 * MINUTE_MS),
      EndTime: new Date(nowMs),
      MetricDataQueries: [metric],
    }),
  GetCostAndUsage: () => new GetCostAndUsageCommand(NO_TIME),
  LookupEvents: () => new LookupEventsCommand({ MaxResults: 1 }),
}

export type PermissionProbe = {
  operation: string
  permission: string
  /** What stays unseen without it. */
  hides: string
  state: 'allowed' | 'denied' | 'unknown'
  message: string
}

/** The operations that collectors declare and that no probe is known for: a test keeps this empty. */
export function operationsWithoutProbe(): string[] {
  return allOperations()
    .filter((operation) => probeOf(operation) === undefined)
    .map(({ service, name }) => `${service}:${name}`)
}

const probeOf = ({ service, name }: Operation) => PROBES[`${service}:${name}`] ?? PROBES[name]

function allOperations(): Operation[] {
  const byName = new Map<string, Operation>()
  for (const collector of COLLECTORS) {
    for (const operation of collector.operations)
      byName.set(`${operation.service}:${operation.name}`, operation)
  }
  return [...byName.values()]
}

/** Tries each operation that the collectors need once, one after the other, reading next to nothing. */
export async function* probePermissions(
  context: Omit<CallContext, 'operations'>,
): AsyncGenerator<PermissionProbe> {
  const { account } = context
  const region = endpointRegion(context.region, account.partition)
  const place = { partition: account.partition, accountId: account.id, region }
  for (const operation of allOperations()) {
    const command = probeOf(operation)?.(context.clock(), place)
    const { name, permission, hides } = operation
    if (!command) continue
    const result = await call({ ...context, operations: new Set([operation]) }, operation, command)
    const state = stateOf(operation, result)
    yield { operation: name, permission, hides, state, message: 'message' in result ? result.message : '' }
  }
}

/** S3 says that there is no such bucket before it asks IAM, and Organizations refuses members whatever IAM says. */
function stateOf({ service, name }: Operation, result: CallResult): PermissionProbe['state'] {
  const asksForBucket = service === 's3' && name !== 'GetAccountPublicAccessBlock'
  if (result.state === 'failed' || (result.state === 'not-found' && asksForBucket)) return 'unknown'
  if (result.state !== 'denied') return 'allowed'
  const byIam = service !== 'organizations' || /not authorized to perform/i.test(result.message)
  return byIam ? 'denied' : 'unknown'
}
