import { dayMs } from '#demo/estate/model.ts'
import { dayBill } from '#demo/life/lambda-bill.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { asList, type Call, type Input, type Operation } from './call.ts'

const bucket = { name: 'ce', perSecond: 5 }
const oldestMs = 425 * dayMs
/** Usage comes in over a day, and is an estimate until it has. */
const settlesMs = 2 * dayMs
const shareOfToday = 0.7

const fails = (message: string) => new AwsError('ValidationException', 400, message)

function dayOf(text: unknown): number {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text))
    throw fails('Start and end dates must be in the format yyyy-MM-dd')
  return Date.parse(`${text}T00:00:00Z`)
}

/** Services and accounts that a filter lets through; undefined: all. */
function chosen(filter: unknown, key: string): string[] | undefined {
  if (typeof filter !== 'object' || filter === null) return undefined
  const { And, Dimensions } = filter as Input
  const parts = asList(And)
  if (parts.length > 0) return parts.map((part) => chosen(part, key)).find((values) => values !== undefined)
  const { Key, Values } = (Dimensions ?? {}) as Input
  return Key === key && Array.isArray(Values) ? Values.map(String) : undefined
}

async function getCostAndUsage(call: Call): Promise<unknown> {
  const { input, world, account } = call
  const period = (input.TimePeriod ?? {}) as Input
  const [startMs, endMs] = [dayOf(period.Start), dayOf(period.End)]
  const nowMs = world.now()
  if (startMs >= endMs) throw fails('Start date (and hour) should be before end date (and hour)')
  if (startMs < nowMs - oldestMs)
    throw new AwsError('DataUnavailableException', 400, 'The requested data is unavailable.')
  if (input.Granularity !== 'DAILY') throw fails('Granularity must be DAILY here')
  const metrics = Array.isArray(input.Metrics) ? input.Metrics.map(String) : []
  if (metrics.length === 0) throw fails('Metrics must not be empty')
  const isLambda = chosen(input.Filter, 'SERVICE')?.includes('AWS Lambda') ?? true
  const isOwn = chosen(input.Filter, 'LINKED_ACCOUNT')?.includes(account.id) ?? true
  const isGrouped = asList(input.GroupBy).some(({ Key }) => Key === 'RECORD_TYPE')
  const ResultsByTime: unknown[] = []
  for (let dayStartMs = startMs; dayStartMs < Math.min(endMs, nowMs); dayStartMs += dayMs) {
    const isLate = dayStartMs + settlesMs > nowMs
    const usd = isLambda && isOwn ? await dayBill(world, account, dayStartMs) : 0
    const amount = dayStartMs + dayMs > nowMs - dayMs / 2 ? usd * shareOfToday : usd
    const values = Object.fromEntries(
      metrics.map((name) => [name, { Amount: amount.toFixed(10), Unit: 'USD' }]),
    )
    ResultsByTime.push({
      TimePeriod: {
        Start: new Date(dayStartMs).toISOString().slice(0, 10),
        End: new Date(dayStartMs + dayMs).toISOString().slice(0, 10),
      },
      Estimated: isLate,
      Total: isGrouped ? {} : values,
      Groups: isGrouped && usd > 0 ? [{ Keys: ['Usage'], Metrics: values }] : [],
    })
  }
  return { ResultsByTime, DimensionValueAttributes: [], GroupDefinitions: asList(input.GroupBy) }
}

export const costExplorerOperations: Record<string, Operation> = {
  GetCostAndUsage: { bucket, run: getCostAndUsage },
}
