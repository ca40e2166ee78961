import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '#server/aws/operation.ts'
import { paginate } from '#server/aws/paginate.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'
import { type Completion, defineCollector } from './define-collector.ts'
import { LAMBDA_NAMESPACE } from './lambda-series.ts'

/** A metric of a function that had points in the last three hours; functionName is '' for the account's own. */
export type ActiveMetric = { functionName: string; metric: string }

const listMetrics: Operation = {
  service: 'cloudwatch',
  name: 'ListMetrics',
  permission: 'cloudwatch:ListMetrics',
  costUsd: 0.00001,
  hides: 'which functions are active, so that idle ones are asked for as well and cost money',
}

/** Which series are worth asking for: ListMetrics with RecentlyActive, so that idle ones cost nothing. */
export const activeMetrics = defineCollector<ActiveMetric>({
  id: 'active-metrics',
  title: 'Active metrics',
  scope: 'region',
  onlyWithFunctions: true,
  operations: [listMetrics],
  async *collect(context): AsyncGenerator<ActiveMetric[], Completion> {
    const pages = paginate(context, {
      operation: listMetrics,
      command: (NextToken) =>
        new ListMetricsCommand({ Namespace: LAMBDA_NAMESPACE, RecentlyActive: 'PT3H', NextToken }),
      items: 'Metrics',
      token: 'NextToken',
      emptyAllowed: true,
    })
    for (;;) {
      const page = await pages.next()
      if (page.done) return { complete: page.value.complete }
      yield page.value.map(readActiveMetric).filter((metric) => metric !== undefined)
    }
  },
})

function readActiveMetric(item: unknown): ActiveMetric | undefined {
  const from = asObject(item)
  const metric = asText(from.MetricName)
  const dimensions = asArray(from.Dimensions).map(asObject)
  if (metric === undefined || dimensions.length > 1) return undefined
  if (dimensions.length === 0) return { functionName: '', metric }
  const functionName = dimensions[0]?.Name === 'FunctionName' ? asText(dimensions[0].Value) : undefined
  return functionName === undefined ? undefined : { functionName, metric }
}
