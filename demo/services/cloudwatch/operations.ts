import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from '#demo/services/call.ts'
import { getMetricData } from './get-metric-data.ts'
import { listMetrics } from './list-metrics.ts'
import { validation } from './series.ts'

/** Alarms: one on the errors of every tenth function that is in steady use. */
function describeAlarms(call: Call): unknown {
  const { input, account, region, world } = call
  const prefix = String(input.AlarmNamePrefix ?? '')
  const updated = new Date(Date.UTC(2026, 1, 3))
  const alarms = partitionOf(call)
    .functions.filter((fn, i) => i % 10 === 1 && fn.traffic.kind === 'steady')
    .map((fn) => ({
      AlarmName: `${fn.name}-errors`,
      AlarmArn: `arn:aws:cloudwatch:${region}:${account.id}:alarm:${fn.name}-errors`,
      AlarmDescription: `Errors of ${fn.name}`,
      AlarmConfigurationUpdatedTimestamp: updated,
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [`arn:aws:sns:${region}:${account.id}:on-call`],
      InsufficientDataActions: [],
      StateValue: world.metrics.loadAt(fn, Math.floor(world.now() / 60_000) - 3).errors >= 5 ? 'ALARM' : 'OK',
      StateReason: 'Threshold Crossed',
      StateUpdatedTimestamp: updated,
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Statistic: 'Sum',
      Dimensions: [{ Name: 'FunctionName', Value: fn.name }],
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    }))
    .filter((alarm) => alarm.AlarmName.startsWith(prefix))
  const size = boundedInt(input.MaxRecords, 50, 1, 100, (value) =>
    validation(
      `1 validation error detected: Value '${value}' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100`,
    ),
  )
  const { items, token } = page(
    call,
    alarms,
    input.NextToken || undefined,
    size,
    () => new AwsError('InvalidNextToken', 400, 'Invalid nextToken'),
  )
  return { CompositeAlarms: [], MetricAlarms: items, NextToken: token }
}

export const cloudwatchOperations: Record<string, Operation> = {
  GetMetricData: { bucket: { name: 'get-metric-data', perSecond: 50 }, run: getMetricData },
  ListMetrics: { bucket: { name: 'list-metrics', perSecond: 25 }, run: listMetrics },
  DescribeAlarms: { bucket: { name: 'describe-alarms', perSecond: 9 }, run: describeAlarms },
}
