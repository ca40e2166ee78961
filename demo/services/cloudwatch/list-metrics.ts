import { type FunctionSpec, minuteMs, type Partition } from '#demo/estate/model.ts'
import { billedServices } from '#demo/life/billing.ts'
import { metricTable } from '#demo/life/metric-table.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { asList, type Call, page, partitionOf } from '#demo/services/call.ts'
import { validation } from './series.ts'

type Metric = { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: string }[] }

const always = new Set(['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'])

function namesFor(fn: FunctionSpec): string[] {
  return metricTable
    .filter((metric) => {
      if (metric.accountOnly) return false
      if (always.has(metric.name)) return true
      if (metric.name === 'IteratorAge') return fn.traffic.stream
      if (metric.name === 'RecursiveInvocationsDropped') return fn.cast === 'loop-a'
      if (!fn.traffic.asynchronous) return false
      if (metric.name === 'DeadLetterErrors') return fn.deadLetterArn !== undefined && fn.key % 11 === 0
      return metric.name !== 'AsyncEventsDropped' || (fn.deadLetterArn === undefined && fn.key % 5 === 0)
    })
    .map((metric) => metric.name)
}

/** Whether a function had any completed minute with load in the last three hours. */
function isRecent(call: Call, fn: FunctionSpec): boolean {
  const { kind, perMinute } = fn.traffic
  if (kind === 'idle') return false
  if (kind === 'steady' && perMinute > 0.5) return true
  const last = Math.floor(call.world.now() / minuteMs) - 2
  for (let minute = last; minute > last - 178; minute--) {
    if (call.world.metrics.loadAt(fn, minute).invocations > 0) return true
  }
  return false
}

function lambdaMetrics(
  call: Call,
  partition: Partition,
  recent: boolean,
  only: string | undefined,
): Metric[] {
  const Namespace = 'AWS/Lambda'
  const functions =
    only === undefined ? partition.functions : [partition.byName.get(only)].filter((fn) => fn !== undefined)
  const live = functions.filter((fn) => fn.traffic.kind !== 'idle' && (!recent || isRecent(call, fn)))
  const own = live.flatMap((fn) => {
    const dimension = { Name: 'FunctionName', Value: fn.name }
    const resource = fn.aliases[0]
      ? [dimension, { Name: 'Resource', Value: `${fn.name}:${fn.aliases[0]}` }]
      : undefined
    return namesFor(fn).flatMap((MetricName) => [
      { Namespace, MetricName, Dimensions: [dimension] },
      ...(resource ? [{ Namespace, MetricName, Dimensions: resource }] : []),
    ])
  })
  if (only !== undefined || live.length === 0) return own
  const whole = metricTable.filter(
    (metric) => !metric.functionOnly && metric.name !== 'RecursiveInvocationsDropped',
  )
  return [...whole.map(({ name }) => ({ Namespace, MetricName: name, Dimensions: [] })), ...own]
}

function billingMetrics(call: Call): Metric[] {
  if (call.region !== 'us-east-1') return []
  const currency = { Name: 'Currency', Value: 'USD' }
  return [
    { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges', Dimensions: [currency] },
    ...billedServices.map((Value) => ({
      Namespace: 'AWS/Billing',
      MetricName: 'EstimatedCharges',
      Dimensions: [{ Name: 'ServiceName', Value }, currency],
    })),
  ]
}

/** ListMetrics: 500 a page; `RecentlyActive` is PT3H or absent. */
export function listMetrics(call: Call): unknown {
  const { input } = call
  const { Namespace, MetricName, RecentlyActive } = input
  if (RecentlyActive !== undefined && RecentlyActive !== 'PT3H') {
    throw validation(
      `1 validation error detected: Value '${String(RecentlyActive)}' at 'recentlyActive' failed to satisfy constraint: Member must satisfy enum value set: [PT3H]`,
    )
  }
  const filters = asList(input.Dimensions)
  const only = filters.find((filter) => filter.Name === 'FunctionName' && filter.Value !== undefined)?.Value
  const recent = RecentlyActive === 'PT3H'
  const all = [
    ...(Namespace === undefined || Namespace === 'AWS/Lambda'
      ? lambdaMetrics(call, partitionOf(call), recent, only === undefined ? undefined : String(only))
      : []),
    ...(Namespace === undefined || Namespace === 'AWS/Billing' ? billingMetrics(call) : []),
  ].filter(
    (metric) =>
      (MetricName === undefined || metric.MetricName === MetricName) &&
      filters.every((filter) =>
        metric.Dimensions.some(
          (d) => d.Name === filter.Name && (filter.Value === undefined || d.Value === filter.Value),
        ),
      ),
  )
  const { items, token } = page(
    call,
    all,
    input.NextToken || undefined,
    500,
    () => new AwsError('InvalidParameterValue', 400, 'Invalid nextToken'),
  )
  return { Metrics: items, NextToken: token }
}
