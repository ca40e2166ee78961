import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer'
import type { Operation } from '#server/aws/operation.ts'
import { paginate } from '#server/aws/paginate.ts'
import { asArray, asNumber, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { BilledDay } from '#server/domain/money/billed-day.ts'
import { isObservable } from '#server/domain/time.ts'
import { type Completion, defineCollector } from './define-collector.ts'

export type CostExplorerRequest = { from: Date; to: Date }

/** Cost Explorer's API is charged at 0.01 USD a request. Source: AWS cost management pricing. */
const getCostAndUsage: Operation = {
  service: 'ce',
  name: 'GetCostAndUsage',
  permission: 'ce:GetCostAndUsage',
  costUsd: 0.01,
  hides: 'what AWS billed for Lambda by day, so that costs worked out from metrics are not compared with it',
}

const SERVICE = 'AWS Lambda'
const METRIC = 'UnblendedCost'
const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** What AWS billed an account for Lambda by day and kind of line, in the bill's own currency. */
export const costExplorer = defineCollector<BilledDay, CostExplorerRequest>({
  id: 'cost-explorer',
  title: 'Cost Explorer',
  scope: 'account',
  onDemand: true,
  operations: [getCostAndUsage],
  async *collect(context, { from, to }): AsyncGenerator<BilledDay[], Completion> {
    const pages = paginate(context, {
      operation: getCostAndUsage,
      command: (NextPageToken) =>
        new GetCostAndUsageCommand({
          TimePeriod: { Start: dayOf(from), End: dayOf(to) },
          Granularity: 'DAILY',
          Metrics: [METRIC],
          GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }],
          Filter: {
            And: [
              { Dimensions: { Key: 'SERVICE', Values: [SERVICE] } },
              { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [context.account.id] } },
            ],
          },
          NextPageToken,
        }),
      items: 'ResultsByTime',
      token: 'NextPageToken',
    })
    for (;;) {
      const page = await pages.next()
      if (page.done) return { complete: page.value.complete }
      yield page.value.map(asObject).flatMap(readDay)
    }
  },
})

/** The lines of one day; a line without a readable day, amount or currency is left out. */
function readDay(result: JsonObject): BilledDay[] {
  const day = asText(asObject(result.TimePeriod).Start)?.slice(0, 10)
  if (day === undefined || !isObservable(Date.parse(`${day}T00:00:00Z`))) return []
  return asArray(result.Groups)
    .map(asObject)
    .flatMap((group) => {
      const { Amount, Unit } = asObject(asObject(group.Metrics)[METRIC])
      const amount = asNumber(typeof Amount === 'string' && Amount.trim() !== '' ? Number(Amount) : Amount)
      const currency = asText(Unit)
      const recordType = asText(asArray(group.Keys)[0])
      if (amount === undefined || currency === undefined || recordType === undefined) return []
      return [
        {
          day,
          recordType: recordType.slice(0, 100),
          currency: currency.slice(0, 20),
          amount,
          estimated: result.Estimated === true,
        },
      ]
    })
}
