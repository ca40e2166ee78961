import type { FunctionSpec } from '#demo/estate/model.ts'
import { hash32 } from '#demo/estate/prng.ts'
import { chargeDelayMs, estimatedCharges } from '#demo/life/billing.ts'
import type { Buckets, Cell } from '#demo/life/buckets.ts'
import { metricIndex, metricTable } from '#demo/life/metric-table.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { asList, type Call, partitionOf } from '#demo/services/call.ts'

export type Series = { timesMs: number[]; values: number[] }
export type Range = { startMs: number; endMs: number }
export type MetricStat = {
  namespace: string
  name: string
  dimensions: Record<string, string>
  periodMs: number
  stat: string
}

const normalQuantiles: [number, number][] = [
  [1, -2.326],
  [5, -1.645],
  [10, -1.282],
  [25, -0.674],
  [50, 0],
  [75, 0.674],
  [90, 1.282],
  [95, 1.645],
  [99, 2.326],
  [99.9, 3.09],
  [100, 3.6],
]

export function validation(message: string): AwsError {
  return new AwsError('ValidationError', 400, message)
}

/** Reads and checks one MetricStat. */
export function readMetricStat(given: Record<string, unknown>): MetricStat {
  const metric = (given.Metric ?? {}) as Record<string, unknown>
  const seconds = Number(given.Period)
  if (
    ![1, 5, 10, 20, 30].includes(seconds) &&
    (!Number.isInteger(seconds) || seconds <= 0 || seconds % 60 !== 0)
  ) {
    throw validation(`Period must be 1, 5, 10, 20, 30 or a multiple of 60, but was ${String(given.Period)}`)
  }
  const stat = String(given.Stat ?? '')
  if (!/^(Sum|Average|Maximum|Minimum|SampleCount|p\d{1,2}(\.\d+)?|p100)$/.test(stat)) {
    throw validation(
      `The value ${stat} for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.`,
    )
  }
  return {
    namespace: String(metric.Namespace ?? ''),
    name: String(metric.MetricName ?? ''),
    dimensions: Object.fromEntries(asList(metric.Dimensions).map((d) => [String(d.Name), String(d.Value)])),
    periodMs: Math.max(60, seconds) * 1000,
    stat,
  }
}

function percentile(p: number, cell: Cell): number {
  const average = cell.sum / cell.samples
  const upper = normalQuantiles.findIndex(([q]) => q >= p)
  const [q1, z1] = normalQuantiles[Math.max(0, upper)] ?? [100, 3.6]
  const [q0, z0] = normalQuantiles[Math.max(0, upper - 1)] ?? [1, -2.326]
  const z = q1 === q0 ? z1 : z0 + ((p - q0) / (q1 - q0)) * (z1 - z0)
  const sigma = 0.45
  return Math.min(cell.max, Math.max(cell.min, average * Math.exp(sigma * z - (sigma * sigma) / 2)))
}

function statOf(stat: string, cell: Cell): number {
  if (stat === 'Sum') return cell.sum
  if (stat === 'Average') return cell.sum / cell.samples
  if (stat === 'Maximum') return cell.max
  if (stat === 'Minimum') return cell.min
  if (stat === 'SampleCount') return cell.samples
  return percentile(Number(stat.slice(1)), cell)
}

/** CloudWatch keeps 1-minute points for 15 days and 5-minute points for 63. */
function oldestMs(nowMs: number, periodMs: number): number {
  const days = periodMs < 300_000 ? 15 : periodMs < 3_600_000 ? 63 : 455
  return nowMs - days * 86_400_000
}

/** Answers metric queries of one request; rows of the same function are worked out once. */
export class SeriesReader {
  private readonly call: Call
  private readonly rows = new Map<string, Buckets>()

  constructor(call: Call) {
    this.call = call
  }

  read(stat: MetricStat, range: Range): Series {
    if (stat.namespace === 'AWS/Billing') return this.billing(stat, range)
    const metric = metricIndex.get(stat.name)
    const definition = metricTable[metric ?? -1]
    if (stat.namespace !== 'AWS/Lambda' || metric === undefined || !definition)
      return { timesMs: [], values: [] }
    const nowMs = this.call.world.now()
    const { periodMs } = stat
    const from = Math.floor(Math.max(range.startMs, oldestMs(nowMs, periodMs)) / periodMs) * periodMs
    const length = Math.max(0, Math.ceil((Math.min(range.endMs, nowMs) - from) / periodMs))
    const row = this.row(stat, definition, from, length)
    const series: Series = { timesMs: [], values: [] }
    if (!row) return series
    for (let b = 0; b < length; b++) {
      const cell = row.cell(b, metric)
      if (!cell) continue
      series.timesMs.push(from + b * periodMs)
      series.values.push(statOf(stat.stat, cell))
    }
    return series
  }

  private row(
    stat: MetricStat,
    definition: (typeof metricTable)[number],
    from: number,
    length: number,
  ): Buckets | undefined {
    const { world } = this.call
    const partition = partitionOf(this.call)
    const names = Object.keys(stat.dimensions)
    if (names.length === 0 ? definition.functionOnly : definition.accountOnly) return undefined
    const fn = names.length === 0 ? undefined : this.functionOf(stat.dimensions)
    if (names.length > 0 && !fn) return undefined
    const key = `${fn?.name ?? ''}|${stat.periodMs}|${from}|${length}`
    const known = this.rows.get(key)
    if (known) return known
    const nowMs = world.now()
    const row = fn
      ? world.metrics.ofFunction(fn, from, stat.periodMs, length, nowMs)
      : world.metrics.ofAccount(partition, from, stat.periodMs, length, nowMs)
    if (this.rows.size > 40) this.rows.clear()
    this.rows.set(key, row)
    return row
  }

  private functionOf(dimensions: Record<string, string>): FunctionSpec | undefined {
    const { FunctionName = '', Resource, ...rest } = dimensions
    const fn = partitionOf(this.call).byName.get(FunctionName)
    if (!fn || Object.keys(rest).length > 0) return undefined
    if (Resource === undefined || Resource === FunctionName) return fn
    return fn.aliases.some((alias, i) => i === 0 && Resource === `${FunctionName}:${alias}`) ? fn : undefined
  }

  private billing({ name, dimensions, periodMs, stat }: MetricStat, range: Range): Series {
    const { account, world, region } = this.call
    const { Currency, ServiceName, LinkedAccount, ...rest } = dimensions
    const linked = LinkedAccount === undefined || LinkedAccount === account.id
    const series: Series = { timesMs: [], values: [] }
    if (name !== 'EstimatedCharges' || Currency !== 'USD' || !linked || region !== 'us-east-1') return series
    if (Object.keys(rest).length > 0) return series
    const functions = account.regions.reduce(
      (sum, r) => sum + world.estate.partition(account, r).functions.length,
      0,
    )
    if (functions === 0) return series
    const points = estimatedCharges(
      {
        accountKey: hash32(world.estate.options.seed, account.id, 'bill'),
        scale: Math.sqrt(functions / 100) * (account.env === 'prod' ? 1 : 0.3),
        service: ServiceName,
        extraLambdaUsd: (fromMs, toMs) => (account.home ? world.stage.chargeUsd(fromMs, toMs) : 0),
      },
      Math.floor(range.startMs / periodMs) * periodMs,
      Math.min(range.endMs, world.now() - chargeDelayMs),
    )
    const buckets = new Map<number, number[]>()
    for (const { timeMs, usd } of points) {
      const at = Math.floor(timeMs / periodMs) * periodMs
      buckets.set(at, [...(buckets.get(at) ?? []), usd])
    }
    for (const [timeMs, values] of buckets) {
      const sum = values.reduce((a, b) => a + b, 0)
      const cell = { samples: values.length, sum, min: Math.min(...values), max: Math.max(...values) }
      series.timesMs.push(timeMs)
      series.values.push(statOf(stat, cell))
    }
    return series
  }
}
