import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { type CallResult, call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { asArray, asNumber, asObject, asText } from '#server/domain/json.ts'
import { failurePattern, requestPattern } from '#server/domain/logs/filter-pattern.ts'
import {
  type FailedInvocation,
  failedInvocations,
  invocationAround,
  type LogEvent,
} from '#server/domain/logs/sample-failures.ts'
import { isObservable } from '#server/domain/time.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'

/** AWS charges for Logs Insights and for storing, not for this call. Source: CloudWatch pricing, logs. */
const filterLogEvents: Operation = {
  service: 'logs',
  name: 'FilterLogEvents',
  permission: 'logs:FilterLogEvents',
  costUsd: 0,
  hides:
    'what made invocations fail: memory, initialisation and code are not told apart, and there are no samples',
}

export type LogQuery = {
  logGroup: string
  /** Text or JSON; null where it is not known. */
  logFormat: string | null
  from: Date
  to: Date
  /** How many lines that show a failure are read. */
  maxFailures: number
  /** Of how many of the failing invocations all lines are read, the latest first. */
  requests: number
  maxBytes: number
  maxCalls: number
}

/** Lines of one search: for failures, or of one invocation. */
export type LogBatch = {
  requestId: string | null
  events: LogEvent[]
  bytes: number
  /** Up to when the log was searched; null where the whole window was. */
  searchedUntilMs: number | null
  /** False where there is no such log group: nothing was ever written. */
  exists: boolean
}

const LINES_OF_A_REQUEST = 200
const BEFORE_MS = 60_000
/** A function runs for fifteen minutes at most. */
const AFTER_MS = 16 * 60_000
const SOON_MS = 5000

type Budget = { bytes: number; calls: number }

/**
 * Lines of a function's log that show failures in a window, oldest first, and all lines of some of those invocations: as
 * many calls and bytes as the query allows, and no more. Nothing of it is kept by whoever runs this.
 */
export const logSamples = defineCollector<LogBatch, LogQuery>({
  id: 'log-samples',
  title: 'Samples of logs',
  scope: 'region',
  onDemand: true,
  operations: [filterLogEvents],
  async *collect(context, query): AsyncGenerator<LogBatch[], Completion> {
    const budget: Budget = { bytes: query.maxBytes, calls: query.maxCalls }
    const failures = await search(
      context,
      { ...query, filterPattern: failurePattern(query.logFormat), limit: query.maxFailures },
      budget,
    )
    yield [failures.batch]
    const failed = failedInvocations(failures.batch.events).filter(({ of }) => of === 'invocation')
    for (const one of failed.toReversed().slice(0, query.requests)) {
      if (budget.calls <= 0 || budget.bytes <= 0) break
      const { batch, ended } = await searchOne(context, query, one, budget)
      if (batch) yield [batch]
      if (!ended) return { complete: false }
    }
    return { complete: failures.ended }
  },
  countOf: ({ events }) => events.length,
})

/** All lines of an invocation: by its id, or where no line names it by what its environment wrote around it. */
async function searchOne(
  context: CollectorContext,
  { logGroup }: LogQuery,
  { requestId, stream, atMs }: FailedInvocation,
  budget: Budget,
): Promise<{ batch: LogBatch | undefined; ended: boolean }> {
  const limit = LINES_OF_A_REQUEST
  if (requestId !== null) {
    const window = { from: new Date(atMs - AFTER_MS), to: new Date(atMs + BEFORE_MS) }
    const filterPattern = requestPattern(requestId)
    if (filterPattern === undefined) return { batch: undefined, ended: true }
    const found = await search(context, { logGroup, ...window, filterPattern, limit }, budget)
    return { ...found, batch: { ...found.batch, requestId } }
  }
  const window = { from: new Date(atMs - BEFORE_MS), to: new Date(atMs + SOON_MS) }
  const found = await search(context, { logGroup, ...window, filterPattern: '', stream, limit }, budget)
  const own = invocationAround(found.batch.events, atMs)
  return { ...found, batch: own && { ...found.batch, ...own } }
}

type Search = Pick<LogQuery, 'logGroup' | 'from' | 'to'> & {
  filterPattern: string
  /** One stream alone. */
  stream?: string
  limit: number
}

/** `ended`: no call failed. */
async function search(
  context: CollectorContext,
  { logGroup, from, to, filterPattern, stream, limit }: Search,
  budget: Budget,
): Promise<{ batch: LogBatch; ended: boolean }> {
  const batch: LogBatch = { requestId: null, events: [], bytes: 0, searchedUntilMs: null, exists: true }
  const stopped = () => batch.events.at(-1)?.atMs ?? from.getTime()
  const seen = new Set<string>()
  let nextToken: string | undefined
  for (;;) {
    const left = limit - batch.events.length
    if (left <= 0 || budget.calls <= 0 || budget.bytes <= 0) {
      return { batch: { ...batch, searchedUntilMs: stopped() }, ended: true }
    }
    budget.calls -= 1
    const command = new FilterLogEventsCommand({
      logGroupName: logGroup,
      startTime: from.getTime(),
      endTime: to.getTime(),
      filterPattern: filterPattern === '' ? undefined : filterPattern,
      logStreamNames: stream === undefined ? undefined : [stream],
      limit: left,
      nextToken,
    })
    const result: CallResult = await call(context, filterLogEvents, command, { resource: logGroup })
    if (result.state === 'not-found') return { batch: { ...batch, exists: false }, ended: true }
    if (result.state !== 'ok') return { batch: { ...batch, searchedUntilMs: stopped() }, ended: false }
    const answer = asObject(result.output)
    for (const item of asArray(answer.events)) {
      const event = readEvent(item)
      if (!event) continue
      const bytes = Buffer.byteLength(event.message)
      budget.bytes -= bytes
      if (budget.bytes < 0) return { batch: { ...batch, searchedUntilMs: stopped() }, ended: true }
      batch.bytes += bytes
      batch.events.push(event)
    }
    nextToken = asText(answer.nextToken)
    if (nextToken === undefined) return { batch, ended: true }
    if (seen.has(nextToken)) {
      const message = 'paging token repeats'
      context.report.addProblem(filterLogEvents, { state: 'malformed', code: 'MalformedPage', message })
      return { batch: { ...batch, searchedUntilMs: stopped() }, ended: false }
    }
    seen.add(nextToken)
  }
}

function readEvent(item: unknown): LogEvent | undefined {
  const from = asObject(item)
  const atMs = asNumber(from.timestamp)
  const message = asText(from.message)
  if (atMs === undefined || !isObservable(atMs) || message === undefined) return undefined
  return { atMs, message, stream: asText(from.logStreamName) ?? '' }
}
