import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { type CallContext, call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { asArray, asNumber, asObject, asText, asTime } from '#server/domain/json.ts'
import type { MetricPoint, SeriesKey } from '#server/domain/metrics/metric.ts'
import { isObservable } from '#server/domain/time.ts'

/** GetMetricData is charged at 0.01 USD for 1,000 metrics requested. Source: CloudWatch pricing. */
export const getMetricData: Operation = {
  service: 'cloudwatch',
  name: 'GetMetricData',
  permission: 'cloudwatch:GetMetricData',
  costUsd: 0.00001,
  hides: 'all metrics: invocations, errors, throttles, durations, concurrency and charges',
}

export type SeriesPoints = { key: SeriesKey; points: MetricPoint[] }
export type MetricWindow = { periodSeconds: number; from: Date; to: Date }
/** How a series' dimension is written for CloudWatch. */
export type DimensionsOf = (key: SeriesKey) => { Name: string; Value: string }[]

export type MetricAnswer = {
  series: SeriesPoints[]
  /** Those that were answered in full, with points or without. */
  answered: SeriesKey[]
  complete: boolean
  failedCode?: string
}

/** One request for up to 500 series with all its pages. Points are oldest first; a point of an unreadable time or value is left out. */
export async function requestSeries(
  context: CallContext,
  keys: readonly SeriesKey[],
  window: MetricWindow,
  dimensionsOf: DimensionsOf,
): Promise<MetricAnswer> {
  const queries = keys.map((key, index) => query(key, index, window.periodSeconds, dimensionsOf))
  const points = keys.map((): Map<number, number> => new Map())
  const states = new Map<number, string>()
  const units = new Set(keys.map((key) => `${key.metric}\n${key.dimension}`)).size
  const seen = new Set<string>()
  const answer = (answered: SeriesKey[], failedCode?: string): MetricAnswer => ({
    series: keys
      .map((key, index) => ({ key, points: sorted(points[index]) }))
      .filter((one) => one.points.length > 0),
    answered,
    complete: answered.length === keys.length,
    failedCode,
  })
  let token: string | undefined
  for (;;) {
    const command = new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: window.from,
      EndTime: window.to,
      ScanBy: 'TimestampAscending',
      NextToken: token,
    })
    const result = await call(context, getMetricData, command, { units })
    if (result.state !== 'ok') return answer([], result.state === 'failed' ? result.code : result.state)
    const output = asObject(result.output)
    for (const item of asArray(output.MetricDataResults)) readResult(asObject(item), points, states)
    token = asText(output.NextToken)
    if (token === undefined) break
    if (seen.has(token)) {
      const message = 'paging token repeats'
      context.report.addProblem(getMetricData, { state: 'malformed', code: 'MalformedPage', message })
      return answer([], 'MalformedPage')
    }
    seen.add(token)
  }
  return answer(noteStates(context, keys, states))
}

function query(
  key: SeriesKey,
  index: number,
  periodSeconds: number,
  dimensionsOf: DimensionsOf,
): MetricDataQuery {
  const Metric = { Namespace: key.namespace, MetricName: key.metric, Dimensions: dimensionsOf(key) }
  return { Id: `q${index}`, MetricStat: { Metric, Period: periodSeconds, Stat: key.stat }, ReturnData: true }
}

function readResult(
  result: Record<string, unknown>,
  points: readonly Map<number, number>[],
  states: Map<number, string>,
): void {
  const index = Number(/^q(\d+)$/.exec(asText(result.Id) ?? '')?.[1] ?? -1)
  const into = points[index]
  if (!into) return
  states.set(index, asText(result.StatusCode) ?? 'Complete')
  const values = asArray(result.Values)
  asArray(result.Timestamps).forEach((timestamp, at) => {
    const time = new Date(asTime(timestamp) ?? Number.NaN).getTime()
    const value = asNumber(values[at])
    if (isObservable(time) && value !== undefined) into.set(time, value)
  })
}

/** The series that were answered in full; of the others it is reported why not. */
function noteStates(
  context: CallContext,
  keys: readonly SeriesKey[],
  states: Map<number, string>,
): SeriesKey[] {
  const answered: SeriesKey[] = []
  for (const [index, key] of keys.entries()) {
    const code = states.get(index) ?? 'NoResult'
    if (code === 'Complete') {
      answered.push(key)
      continue
    }
    const state = code === 'Forbidden' ? 'denied' : 'failed'
    const message = `GetMetricData answered ${code} for a series`
    const name = `${key.dimension || 'account'} ${key.metric} ${key.stat}`
    context.report.addProblem(getMetricData, { state, code, message }, name)
  }
  return answered
}

function sorted(points: Map<number, number> | undefined): MetricPoint[] {
  return [...(points ?? [])].sort(([a], [b]) => a - b).map(([at, value]) => ({ at: new Date(at), value }))
}
