import { type FailureKind, failureOf, initFailureOf, kindOfErrorType } from './failure.ts'
import type { LogLine } from './log-line.ts'

const ID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'
const PLATFORM = new RegExp(`^(START|END|REPORT) RequestId: (${ID})`)
const ANY_ID = new RegExp(`(?:^|[\\s:[])(${ID})(?=$|[\\s\\]:,])`)
const TYPE = /[A-Za-z_][\w.$]{0,120}/

const NOTHING: Omit<LogLine, 'kind' | 'requestId'> = {
  failure: null,
  errorType: null,
  durationMs: null,
  memoryMb: null,
  maxMemoryMb: null,
}

/** A figure of a REPORT line, such as `Max Memory Used: 128 MB`. */
function figure(text: string, name: string, unit: string): number | null {
  const match = new RegExp(`(?:^|[\\t ])${name}: (\\d{1,12}(?:\\.\\d{1,6})?) ${unit}(?:\\s|$)`).exec(text)
  return match ? Number(match[1]) : null
}

/** `Status: error` and `Error Type: Runtime.ExitError` at the end of a report. */
function statusOf(text: string): { status: string | null; errorType: string | null } {
  const status = /(?:^|[\t ])Status: ([a-z]{1,20})/.exec(text)?.[1] ?? null
  const errorType = /(?:^|[\t ])Error Type: ([\w.$]{1,120})/.exec(text)?.[1] ?? null
  return { status, errorType }
}

function readReport(text: string, requestId: string): LogLine {
  const { status, errorType } = statusOf(text)
  return {
    kind: 'report',
    requestId,
    failure: failureOf(status, errorType),
    errorType,
    // "Billed Duration" and "Init Duration" hold the word as well: the plain one comes first.
    durationMs: figure(text, 'Duration', 'ms'),
    memoryMb: figure(text, 'Memory Size', 'MB'),
    maxMemoryMb: figure(text, 'Max Memory Used', 'MB'),
  }
}

/** Type of an error that a runtime wrote when the handler failed, or undefined where the line is not one. */
function runtimeFailure(text: string): { type: string; init: boolean } | undefined {
  const python =
    /^\[ERROR\][ \t]{1,4}(?:\d{4}-\S{1,36}[ \t]{1,4})?(?:[0-9a-f-]{36}[ \t]{1,4})?([A-Za-z_][\w.]{0,120})(?=:|[\r\n]|$)/.exec(
      text,
    )
  if (python?.[1] && /(?:Error|Exception|Exit|Interrupt|Warning|^Runtime\.\w+)$/.test(python[1]))
    return { type: python[1], init: false }
  const node = /\tERROR\t(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s/.exec(text)
  if (node) {
    const type = /"errorType":\s{0,2}"([\w.$]{1,120})"/.exec(text)?.[1] ?? 'Error'
    return { type, init: text.startsWith('undefined\t') || /\tundefined\tERROR\t/.test(text) }
  }
  const java = /^((?:[a-z][\w$]{0,60}\.){1,8}[A-Z][\w$]{0,100}(?:Error|Exception))(?:: |\r?\n|$)/.exec(text)
  if (java?.[1] && /\n\s{1,8}at /.test(text)) return { type: java[1], init: false }
  const ruby =
    /^Error raised from handler method\s[\s\S]{0,400}?"errorType":\s{0,2}"(?:Function<)?([\w.:]{1,120})/.exec(
      text,
    )
  if (ruby?.[1]) return { type: ruby[1], init: false }
  return undefined
}

/** One line in Lambda's text format. */
export function readTextLine(text: string): LogLine {
  const platform = PLATFORM.exec(text)
  if (platform?.[2]) {
    if (platform[1] === 'REPORT') return readReport(text, platform[2])
    return { kind: platform[1] === 'START' ? 'start' : 'end', requestId: platform[2], ...NOTHING }
  }
  if (text.startsWith('INIT_REPORT ')) {
    const { status, errorType } = statusOf(text)
    return {
      ...NOTHING,
      kind: 'init-report',
      requestId: null,
      failure: initFailureOf(status, errorType),
      errorType: errorType ?? (status === 'timeout' ? 'Sandbox.Timedout' : null),
      durationMs: figure(text, 'Init Duration', 'ms'),
    }
  }
  const requestId = ANY_ID.exec(text.slice(0, 400))?.[1] ?? null
  const fails = (failure: FailureKind, errorType: string | null): LogLine => ({
    ...NOTHING,
    kind: 'failure',
    requestId,
    failure,
    errorType,
  })
  if (/(?:^|\s)Task timed out after \d{1,6}(?:\.\d{1,3})? seconds\s*$/.test(text) && requestId)
    return fails('timeout', 'Sandbox.Timedout')
  if (/^RequestId: \S{36} (?:Error: Runtime exited|Process exited before)/.test(text)) {
    const named = text.split('\n', 2)[1]?.trim() ?? ''
    const type = TYPE.exec(named)?.[0] === named && named !== '' ? named : 'Runtime.ExitError'
    return fails(kindOfErrorType(type), type)
  }
  if (/JavaScript heap out of memory/.test(text.slice(0, 600)))
    return fails('out-of-memory', 'HeapOutOfMemory')
  const runtime = runtimeFailure(text)
  if (!runtime) return { kind: 'output', requestId, ...NOTHING }
  const kind = kindOfErrorType(runtime.type)
  return fails(runtime.init && kind === 'application' ? 'init' : kind, runtime.type)
}
