import { dayMs } from '#demo/estate/model.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { openToken, sealToken } from '#demo/protocol/paging.ts'
import { asList, boundedInt, type Call, type Input, partitionOf, toMs } from '#demo/services/call.ts'
import { evaluate } from './expression.ts'
import { type Range, readMetricStat, type Series, SeriesReader, validation } from './series.ts'

const mostQueries = 500
const mostPoints = 100_800

type Query = { id: string; label: string; returned: boolean; given: Input }

function readQueries(input: Input): Query[] {
  const given = asList(input.MetricDataQueries)
  if (given.length === 0) throw validation('The parameter MetricDataQueries is required.')
  if (given.length > mostQueries) {
    throw validation(`The collection MetricDataQueries must not have a size greater than ${mostQueries}.`)
  }
  const ids = new Set<string>()
  return given.map((query) => {
    const id = String(query.Id ?? '')
    if (!/^[a-z]\w{0,254}$/.test(id)) {
      throw validation(
        `The value ${id} for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      )
    }
    if (ids.has(id)) throw validation(`The values for parameter Id in MetricDataQueries are not unique.`)
    ids.add(id)
    if ((query.MetricStat === undefined) === (query.Expression === undefined)) {
      throw validation(`Exactly one of MetricStat and Expression must be given for ${id}.`)
    }
    const metric = ((query.MetricStat as Input | undefined)?.Metric ?? {}) as Input
    return {
      id,
      label: String(query.Label ?? metric.MetricName ?? id),
      returned: String(query.ReturnData ?? 'true') !== 'false',
      given: query,
    }
  })
}

function readRange(input: Input, nowMs: number): Range {
  const startMs = toMs(input.StartTime)
  const endMs = toMs(input.EndTime)
  if (Number.isNaN(startMs) || Number.isNaN(endMs))
    throw validation('The parameters StartTime and EndTime are required.')
  if (startMs >= endMs) throw validation('The parameter StartTime must be less than the parameter EndTime.')
  return { startMs, endMs: Math.min(endMs, Math.max(startMs + 1, nowMs)) }
}

/** GetMetricData: at most 500 queries, at most 100,800 points a page; a token says where the next page goes on. */
export async function getMetricData(call: Call): Promise<unknown> {
  const { input } = call
  const queries = readQueries(input)
  const range = readRange(input, call.world.now())
  const most = boundedInt(input.MaxDatapoints, mostPoints, 1, mostPoints, () =>
    validation(`The parameter MaxDatapoints must be between 1 and ${mostPoints}.`),
  )
  const scope = `GetMetricData|${call.account.id}|${call.region}|${queries.length}`
  let first = 0
  let skip = 0
  if (typeof input.NextToken === 'string' && input.NextToken !== '') {
    const position = openToken(scope, input.NextToken)
    if (position === undefined) throw new AwsError('InvalidNextToken', 400, 'Invalid nextToken')
    ;[first = 0, skip = 0] = position.split(':').map(Number)
  }
  const reader = new SeriesReader(call)
  const done = new Map<string, { series: Series; periodMs: number }>()
  const resolve = (id: string): { series: Series; periodMs: number } => {
    const known = done.get(id)
    if (known) return known
    const query = queries.find((candidate) => candidate.id === id)
    if (!query) throw validation(`Error in expression: Unresolved reference '${id}'`)
    done.set(id, { series: { timesMs: [], values: [] }, periodMs: 60_000 })
    const { given } = query
    let result: { series: Series; periodMs: number }
    if (given.MetricStat !== undefined) {
      const stat = readMetricStat(given.MetricStat as Input)
      result = { series: reader.read(stat, range), periodMs: stat.periodMs }
    } else result = evaluate(String(given.Expression), resolve, range)
    done.set(id, result)
    return result
  }
  const stats = queries.flatMap(({ given }) =>
    given.MetricStat === undefined ? [] : [readMetricStat(given.MetricStat as Input)],
  )
  if (stats.some((stat) => stat.namespace === 'AWS/Lambda' && Object.keys(stat.dimensions).length === 0)) {
    const oldestMs = call.world.now() - 455 * dayMs
    await call.world.metrics.warm(
      partitionOf(call),
      Math.max(range.startMs, oldestMs),
      Math.min(range.endMs, call.world.now()),
    )
  }

  const newestFirst = (input.ScanBy ?? 'TimestampDescending') !== 'TimestampAscending'
  const returned = queries.filter((query) => query.returned)
  const results: unknown[] = []
  let left = most
  let next: string | undefined
  for (let q = first; q < returned.length; q++) {
    const query = returned[q]
    if (!query) break
    if (left === 0) {
      next = `${q}:0`
      break
    }
    const { series } = resolve(query.id)
    const total = series.timesMs.length
    const from = q === first ? skip : 0
    const to = Math.min(total, from + left)
    const order = Array.from({ length: to - from }, (_, i) => (newestFirst ? total - 1 - from - i : from + i))
    results.push({
      Id: query.id,
      Label: query.label,
      Timestamps: order.map((i) => new Date(series.timesMs[i] ?? 0)),
      Values: order.map((i) => series.values[i] ?? 0),
      StatusCode: to < total ? 'PartialData' : 'Complete',
    })
    if (query.given.Expression === undefined && !returned.some((r) => r.given.Expression !== undefined))
      done.delete(query.id)
    left -= to - from
    if (to < total) {
      next = `${q}:${to}`
      break
    }
  }
  if (call.repeatToken) next = `${first}:${skip}`
  return {
    MetricDataResults: results,
    NextToken: next === undefined ? undefined : sealToken(scope, next),
    Messages: [],
  }
}
