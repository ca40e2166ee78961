import {
  asArray,
  asNumber,
  asObject,
  asText,
  isObject,
  type JsonObject,
  parseJson,
} from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { RejectReason } from '#server/domain/trail/reject.ts'

/** One minute of one metric. `dimension` is the function's name, or "" for the whole account and region. */
export type StreamedMetric = {
  accountId: string
  region: string
  metric: string
  dimension: string
  atMs: number
  sum: number
  max: number
  /** Where the stream was told to send it besides. */
  p95: number | null
}

export type ReadLine =
  | { kind: 'metric'; metric: StreamedMetric }
  /** Well formed, and of no use here: other dimensions, as an alias has them. */
  | { kind: 'nothing' }
  | { kind: 'reject'; reason: RejectReason; detail: string }

/** Minutes are kept for so long, and the next day's cannot be. */
const OLDEST_MS = 15 * DAY_MS
const AHEAD_MS = HOUR_MS
const NAMESPACE = 'AWS/Lambda'
/** Source: Lambda developer guide, types of metrics for Lambda functions. */
const IN_MILLISECONDS: ReadonlySet<string> = new Set([
  'Duration',
  'PostRuntimeExtensionsDuration',
  'IteratorAge',
  'AsyncEventAge',
])
const COUNTS: ReadonlySet<string> = new Set(['Count', 'None'])

const reject = (reason: RejectReason, detail: string): ReadLine => ({ kind: 'reject', reason, detail })

/** Reads one line of a metric stream in its JSON format. Never throws. Source: CloudWatch user guide, metric streams JSON format. */
export function readMetricLine(line: string, nowMs: number): ReadLine {
  const parsed = parseJson(line)
  if (!isObject(parsed)) return reject('broken-json', 'A line is no JSON object.')
  const namespace = asText(parsed.namespace)
  const metric = asText(parsed.metric_name)
  if (namespace === undefined || metric === undefined)
    return reject('not-a-metric', 'A line names neither metric nor namespace.')
  if (namespace !== NAMESPACE)
    return reject(
      'other-namespace',
      `${namespace.slice(0, 100)} is not read: have the stream send ${NAMESPACE} alone.`,
    )
  const dimension = dimensionOf(asObject(parsed.dimensions))
  return dimension === undefined ? { kind: 'nothing' } : readValue(parsed, metric, dimension, nowMs)
}

/** Undefined where there are others than the function's name. */
function dimensionOf(dimensions: JsonObject): string | undefined {
  const names = Object.keys(dimensions)
  if (names.length === 0) return ''
  return names.length === 1 ? asText(dimensions.FunctionName) : undefined
}

function readValue(line: JsonObject, metric: string, dimension: string, nowMs: number): ReadLine {
  const accountId = asText(line.account_id) ?? ''
  const region = asText(line.region) ?? ''
  if (!/^\d{12}$/.test(accountId)) return reject('no-account', 'A line names no account.')
  if (!/^[a-z]{2,4}(-[a-z]+){1,2}-\d$/.test(region)) return reject('not-a-metric', 'A line names no region.')
  const unit = asText(line.unit) ?? 'None'
  const isUnit = IN_MILLISECONDS.has(metric) ? unit === 'Milliseconds' : COUNTS.has(unit)
  if (!isUnit) return reject('unknown-unit', `${metric.slice(0, 100)} in ${unit.slice(0, 50)}.`)
  const atMs = asNumber(line.timestamp) ?? Number.NaN
  if (!(atMs <= nowMs + AHEAD_MS && atMs > 0))
    return reject('impossible-time', 'A minute that is not there yet.')
  if (atMs < nowMs - OLDEST_MS)
    return reject('older-than-kept', 'A minute of which minutes are kept no longer.')
  const { count, sum, max, p95 } = asObject(line.value)
  const [n, total, most] = [asNumber(count), asNumber(sum), asNumber(max)]
  if (n === undefined || total === undefined || most === undefined || !(n >= 0) || total < 0 || most < 0)
    return reject('bad-value', `${metric.slice(0, 100)} without a sum and a maximum that can be.`)
  const percentile = asNumber(p95)
  return {
    kind: 'metric',
    metric: {
      accountId,
      region,
      metric,
      dimension,
      atMs: Math.floor(atMs / 60_000) * 60_000,
      sum: total,
      max: most,
      p95: percentile !== undefined && percentile >= 0 ? percentile : null,
    },
  }
}

const ATTRIBUTES = ['resource_metrics', 'resourceMetrics'] as const

/** Why a file is no metric stream in JSON, from its first bytes; undefined where it may be one. */
export function whyNoStream(head: string): string | undefined {
  const text = head.trimStart()
  if (text === '' || text.startsWith('{')) {
    const first = parseJson(text.split('\n', 1)[0] ?? '')
    const isTelemetry = isObject(first) && ATTRIBUTES.some((name) => asArray(first[name]).length > 0)
    return isTelemetry ? OPEN_TELEMETRY : undefined
  }
  return OPEN_TELEMETRY
}

const OPEN_TELEMETRY =
  'It is not JSON, one object a line: set the output format of the metric stream to JSON; OpenTelemetry is not read.'
