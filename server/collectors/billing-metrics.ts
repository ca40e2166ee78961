import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { globalEndpointRegion } from '#server/aws/aws-region.ts'
import type { Operation } from '#server/aws/operation.ts'
import { paginateAll } from '#server/aws/paginate.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'
import type { SeriesKey } from '#server/domain/metrics/metric.ts'
import { type Completion, defineCollector } from './define-collector.ts'
import { getMetricData } from './get-metric-data.ts'
import { type MetricBatch, requestAll } from './metric-requests.ts'

export const BILLING_NAMESPACE = 'AWS/Billing'

export type BillingRequest = { periodSeconds?: number; from: Date; to: Date }

const listMetrics: Operation = {
  service: 'cloudwatch',
  name: 'ListMetrics',
  permission: 'cloudwatch:ListMetrics',
  costUsd: 0.00001,
  hides: 'charges by AWS service; the total is asked for without it',
}
const SIX_HOURS_SECONDS = 21_600

/**
 * Estimated charges in USD, in all (dimension '') and by AWS service. CloudWatch has them in us-east-1 only, about
 * every six hours, as the month's running total.
 */
export const billingMetrics = defineCollector<MetricBatch, BillingRequest>({
  id: 'billing-metrics',
  title: 'Estimated charges',
  scope: 'account',
  operations: [listMetrics, getMetricData],
  async *collect(
    context,
    { periodSeconds = SIX_HOURS_SECONDS, from, to },
  ): AsyncGenerator<MetricBatch[], Completion> {
    const list = await paginateAll(context, {
      operation: listMetrics,
      command: (NextToken) =>
        new ListMetricsCommand({ Namespace: BILLING_NAMESPACE, MetricName: 'EstimatedCharges', NextToken }),
      items: 'Metrics',
      token: 'NextToken',
      emptyAllowed: true,
    })
    const services = new Set(list.items.map(serviceOf).filter((name) => name !== undefined))
    const region = globalEndpointRegion(context.account.partition)
    const series = ['', ...[...services].sort()].map(
      (dimension): SeriesKey => ({
        accountId: context.account.id,
        region,
        namespace: BILLING_NAMESPACE,
        metric: 'EstimatedCharges',
        stat: 'Maximum',
        dimension,
      }),
    )
    const end = yield* requestAll(context, series, { periodSeconds, from, to }, dimensionsOf)
    return { complete: end.complete && list.complete }
  },
  countOf: (batch) => batch.points.length,
})

function dimensionsOf({ dimension }: SeriesKey) {
  const currency = { Name: 'Currency', Value: 'USD' }
  return dimension === '' ? [currency] : [currency, { Name: 'ServiceName', Value: dimension }]
}

/** The service of a series that has no dimensions but currency and service: linked accounts have theirs apart. */
function serviceOf(item: unknown): string | undefined {
  const dimensions = asArray(asObject(item).Dimensions).map(asObject)
  const names = dimensions.map((dimension) => dimension.Name)
  if (dimensions.length !== 2 || !names.includes('Currency')) return undefined
  return asText(dimensions.find((dimension) => dimension.Name === 'ServiceName')?.Value)
}
