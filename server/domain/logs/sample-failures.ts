import { FAILURE_KINDS, type FailureKind } from './failure.ts'
import { type LogLine, readLogLine } from './log-line.ts'

/** A line of a log as CloudWatch Logs gives it. */
export type LogEvent = { atMs: number; message: string; stream: string }

export type FailedInvocation = {
  /** null for an initialisation, which no invocation is named for. */
  requestId: string | null
  kind: FailureKind
  errorType: string | null
  /** Of the line that says it. */
  atMs: number
  durationMs: number | null
  memoryMb: number | null
  maxMemoryMb: number | null
}

/** What says most comes first: a process that memory ran out of also exits, and also fails. */
const RANK: readonly FailureKind[] = ['timeout', 'out-of-memory', 'init', 'application', 'crash']

function add(into: FailedInvocation, line: LogLine): void {
  if (line.failure !== null && RANK.indexOf(line.failure) < RANK.indexOf(into.kind)) {
    into.kind = line.failure
    into.errorType = line.errorType ?? into.errorType
  }
  into.errorType ??= line.errorType
  into.durationMs ??= line.durationMs
  into.memoryMb ??= line.memoryMb
  into.maxMemoryMb ??= line.maxMemoryMb
}

/**
 * The invocations that some lines show to have failed, oldest first, each once with all that its lines say. A process
 * that ended with all of its memory in use ran out of it: the platform's report names both figures.
 */
export function failedInvocations(events: readonly LogEvent[]): FailedInvocation[] {
  const reports = new Map<string, LogLine>()
  const failed = new Map<string, FailedInvocation>()
  const lines = [...events].sort((a, b) => a.atMs - b.atMs)
  for (const { atMs, message, stream } of lines) {
    const line = readLogLine(message)
    const id = line.requestId
    if (line.kind === 'report' && id !== null) reports.set(id, line)
    if (line.failure === null) continue
    const key = id ?? `${stream} ${line.kind === 'init-report' ? 'init' : atMs}`
    const known = failed.get(key)
    if (known) add(known, line)
    else {
      const { durationMs, memoryMb, maxMemoryMb, errorType, failure } = line
      failed.set(key, { requestId: id, kind: failure, errorType, atMs, durationMs, memoryMb, maxMemoryMb })
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

export type FailureCounts = Record<FailureKind, number>

export function countFailures(failed: readonly Pick<FailedInvocation, 'kind'>[]): FailureCounts {
  const counts = Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, 0])) as FailureCounts
  for (const { kind } of failed) counts[kind] += 1
  return counts
}
