import { FAILURE_KINDS, type FailureKind } from './failure.ts'
import { type LogLine, readLogLine } from './log-line.ts'

/** A line of a log as CloudWatch Logs gives it. */
export type LogEvent = { atMs: number; message: string; stream: string }

export type FailedInvocation = {
  of: 'invocation' | 'initialisation'
  /** null for an initialisation, and where no line of the invocation that names it was read. */
  requestId: string | null
  kind: FailureKind
  errorType: string | null
  /** Of the line that says it. */
  atMs: number
  stream: string
  durationMs: number | null
  memoryMb: number | null
  maxMemoryMb: number | null
}

/** What says most comes first: a process that memory ran out of also exits, and also fails. */
const RANK: readonly FailureKind[] = ['timeout', 'out-of-memory', 'init', 'application', 'crash']
/** The platform's lines follow a failure at once. */
const SOON_MS = 5000

function add(into: FailedInvocation, line: Omit<LogLine, 'kind' | 'requestId'>): void {
  if (line.failure !== null && RANK.indexOf(line.failure) < RANK.indexOf(into.kind)) {
    into.kind = line.failure
    into.errorType = line.errorType ?? into.errorType
  }
  into.errorType ??= line.errorType
  into.durationMs ??= line.durationMs
  into.memoryMb ??= line.memoryMb
  into.maxMemoryMb ??= line.maxMemoryMb
}

/** Whether a line of the platform ends the invocation that an error was written in: it had begun by then, and was not cut off later. */
function isEndOf(one: FailedInvocation, line: LogLine, atMs: number): boolean {
  if ((line.kind !== 'end' && line.kind !== 'report') || line.failure === 'timeout') return false
  return atMs - one.atMs <= SOON_MS && atMs - (line.durationMs ?? SOON_MS) <= one.atMs
}

function inOrder(events: readonly LogEvent[]): LogEvent[] {
  const once = new Map(events.map((event) => [`${event.stream}\n${event.atMs}\n${event.message}`, event]))
  return [...once.values()].sort((a, b) => a.atMs - b.atMs)
}

/**
 * The invocations that some lines show to have failed, oldest first, each once with all that its lines say. A stream is one
 * environment, which runs one invocation at a time: an error that names no request belongs to what the platform says next
 * there. A process that ended with all of its memory in use ran out of it: the report names both figures.
 */
export function failedInvocations(events: readonly LogEvent[]): FailedInvocation[] {
  const reports = new Map<string, LogLine>()
  const failed = new Map<string, FailedInvocation>()
  const unnamed = new Map<string, { key: string; one: FailedInvocation }>()
  for (const { atMs, message, stream } of inOrder(events)) {
    const line = readLogLine(message)
    const id = line.requestId
    if (line.kind === 'start') unnamed.delete(stream)
    if (line.kind === 'report' && id !== null) reports.set(id, line)
    const before = unnamed.get(stream)
    if (before && id !== null && isEndOf(before.one, line, atMs)) {
      unnamed.delete(stream)
      failed.delete(before.key)
      const known = failed.get(id)
      if (known) add(known, { ...before.one, failure: before.one.kind })
      else failed.set(id, { ...before.one, requestId: id })
    }
    if (line.failure === null) continue
    const isInit = line.kind === 'init-report'
    const key = id ?? `${stream} ${isInit ? 'init' : atMs}`
    const known = failed.get(key)
    if (known) add(known, line)
    else {
      const { durationMs, memoryMb, maxMemoryMb, errorType, failure: kind } = line
      const of = isInit ? 'initialisation' : 'invocation'
      const one: FailedInvocation = {
        of,
        requestId: id,
        kind,
        errorType,
        atMs,
        stream,
        durationMs,
        memoryMb,
        maxMemoryMb,
      }
      failed.set(key, one)
      if (id === null && !isInit) unnamed.set(stream, { key, one })
    }
  }
  for (const one of failed.values()) {
    const report = one.requestId === null ? undefined : reports.get(one.requestId)
    if (report) add(one, report)
    if (one.kind === 'crash' && one.memoryMb !== null && (one.maxMemoryMb ?? 0) >= one.memoryMb)
      one.kind = 'out-of-memory'
  }
  return [...failed.values()].sort((a, b) => a.atMs - b.atMs)
}

/** Of the lines of one stream those of the invocation that ran at a time, with its id; undefined where its start is not among them. */
export function invocationAround(
  events: readonly LogEvent[],
  atMs: number,
): { requestId: string; events: LogEvent[] } | undefined {
  const lines = inOrder(events).map((event) => ({ event, line: readLogLine(event.message) }))
  const first = lines.findLastIndex(({ event, line }) => line.kind === 'start' && event.atMs <= atMs)
  const requestId = lines[first]?.line.requestId
  if (!requestId) return undefined
  const next = lines.findIndex(({ line }, i) => i > first && line.kind === 'start')
  const own = lines.slice(first, next < 0 ? undefined : next)
  const last = own.findLastIndex(({ line }) => line.requestId === requestId && line.kind === 'report')
  return { requestId, events: (last < 0 ? own : own.slice(0, last + 1)).map(({ event }) => event) }
}

export type FailureCounts = Record<FailureKind, number>

export function countFailures(failed: readonly Pick<FailedInvocation, 'kind'>[]): FailureCounts {
  const counts = Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, 0])) as FailureCounts
  for (const { kind } of failed) counts[kind] += 1
  return counts
}
