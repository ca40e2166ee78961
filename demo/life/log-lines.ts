import { type FunctionSpec, minuteMs } from '#demo/estate/model.ts'
import { Chance, hexFrom, mix } from '#demo/estate/prng.ts'
import type { MinuteLoad } from './minute-load.ts'

export type LogLine = { timeMs: number; stream: string; message: string }

/** No more of a minute's invocations are written out than this: more than anybody reads. */
const mostFailures = 400
const successes = 2

export type FailureKind = 'timeout' | 'memory' | 'init' | 'application'

/** Why a function fails when it does not run into its timeout: pictures need memory, and a few functions do not start. */
export function failureOf(fn: FunctionSpec, hash: number): FailureKind {
  if (fn.cast === 'leak') return hash % 10 < 8 ? 'memory' : 'application'
  if (fn.cast) return 'application'
  if (fn.key % 7 === 0) return hash % 4 > 0 ? 'memory' : 'application'
  if (fn.key % 13 === 0) return hash % 2 > 0 ? 'init' : 'application'
  return 'application'
}

type Invocation = {
  id: string
  timeMs: number
  stream: string
  durationMs: number
  usedMb: number
  failure: FailureKind | undefined
}

const iso = (timeMs: number) => new Date(timeMs).toISOString()

/** What careless code writes: credentials of an invented service, and what a stranger sent. Put together here, so that no scanner takes this file for a leak. */
function careless(chance: Chance, fn: FunctionSpec): string {
  const key = hexFrom(40, fn.arn, 'service key')
  const db = `postgres://${fn.service}:${key.slice(0, 18)}@${fn.service}-db.internal:5432/${fn.service}`
  return chance.pick([
    `retrying with apiKey=sk_${'live'}_${key.slice(0, 24)}`,
    `could not connect to ${db}`,
    `request headers {"authorization":"Basic ${Buffer.from(`svc:${key.slice(0, 16)}`).toString('base64')}"}`,
    `unexpected name "<img src=x onerror=alert(document.domain)>\u202Egpj.exe"`,
    '=HYPERLINK("https://evil.example","click") was refused',
    'downstream answered 503 after 2 attempts',
    'order line without sku',
  ])
}

const errors = {
  nodejs: { type: 'TypeError', text: "Cannot read properties of undefined (reading 'sku')" },
  python: { type: 'KeyError', text: "'sku'" },
  other: { type: 'ValidationException', text: 'order line without sku' },
}

function errorOf(fn: FunctionSpec) {
  const family = fn.runtime?.startsWith('nodejs')
    ? 'nodejs'
    : fn.runtime?.startsWith('python')
      ? 'python'
      : 'other'
  return { family, ...errors[family] } as const
}

function textLines(fn: FunctionSpec, one: Invocation, said: string): [afterMs: number, message: string][] {
  const { id, durationMs, timeMs } = one
  const endMs = timeMs + durationMs
  const used = one.failure === 'memory' ? fn.memoryMb : one.usedMb
  const status =
    one.failure === 'timeout'
      ? '\tStatus: timeout'
      : one.failure === 'memory'
        ? '\tStatus: error\tError Type: Runtime.OutOfMemory'
        : one.failure === 'init'
          ? '\tStatus: error\tError Type: Runtime.ImportModuleError'
          : ''
  const billed = Math.ceil(durationMs)
  const report = `REPORT RequestId: ${id}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: ${fn.memoryMb} MB\tMax Memory Used: ${used} MB${status}\t\n`
  const { family, type, text } = errorOf(fn)
  const failed: Record<FailureKind, string[]> = {
    timeout: [`${iso(endMs)} ${id} Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds\n\n`],
    memory: [`RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.OutOfMemory\n`],
    init: [
      `[ERROR] Runtime.ImportModuleError: Unable to import module '${fn.handler?.split('.')[0] ?? 'app'}': No module named 'sharp'`,
    ],
    application: [
      family === 'nodejs'
        ? `${iso(endMs)}\t${id}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: type, errorMessage: text, stack: [`${type}: ${text}`, '    at handler (/var/task/index.js:41:18)'] })}\n`
        : `[ERROR] ${type}: ${text}\nTraceback (most recent call last):\n  File "/var/task/app.py", line 41, in handler\n`,
    ],
  }
  return [
    [0, `START RequestId: ${id} Version: $LATEST\n`],
    [durationMs * 0.4, `${iso(timeMs + durationMs * 0.4)}\t${id}\tINFO\t${said}\n`],
    ...(one.failure ? failed[one.failure].map((line): [number, string] => [durationMs, line]) : []),
    [durationMs + 1, `END RequestId: ${id}\n`],
    [durationMs + 1, report],
  ]
}

function jsonLines(fn: FunctionSpec, one: Invocation, said: string): [afterMs: number, message: string][] {
  const { id, durationMs, timeMs } = one
  const platform = (type: string, atMs: number, record: object) =>
    JSON.stringify({ time: iso(atMs), type, record: { requestId: id, ...record } })
  const { type, text } = errorOf(fn)
  const errorType = {
    timeout: undefined,
    memory: 'Runtime.OutOfMemory',
    init: 'Runtime.ImportModuleError',
    application: type,
  }
  const endMs = timeMs + durationMs
  const log = (level: string, atMs: number, rest: object) =>
    JSON.stringify({ timestamp: iso(atMs), level, requestId: id, ...rest })
  return [
    [0, platform('platform.start', timeMs, { version: '$LATEST' })],
    [durationMs * 0.4, log('INFO', timeMs + durationMs * 0.4, { message: said })],
    ...(one.failure === 'application'
      ? ([[durationMs, log('ERROR', endMs, { errorType: type, errorMessage: text })]] as [number, string][])
      : []),
    [
      durationMs + 1,
      platform('platform.report', endMs, {
        metrics: {
          durationMs: Number(durationMs.toFixed(3)),
          billedDurationMs: Math.ceil(durationMs),
          memorySizeMB: fn.memoryMb,
          maxMemoryUsedMB: one.failure === 'memory' ? fn.memoryMb : one.usedMb,
        },
        status: one.failure === undefined ? 'success' : one.failure === 'timeout' ? 'timeout' : 'error',
        ...(one.failure && errorType[one.failure] ? { errorType: errorType[one.failure] } : {}),
      }),
    ],
  ]
}

/** What a function writes in a minute, oldest first: all failing invocations up to four hundred, and some that went well. */
export function linesOfMinute(fn: FunctionSpec, minute: number, load: MinuteLoad): LogLine[] {
  const failures = Math.min(load.errors, mostFailures)
  const timeoutMs = fn.timeoutSeconds * 1000
  // Timeouts are those errors that an incident adds to the function's own.
  const own = Math.ceil(load.invocations * fn.traffic.errorRate * 6)
  const timeouts = load.durationMax >= timeoutMs ? Math.max(1, failures - Math.min(own, failures >> 2)) : 0
  const count = failures + Math.min(successes, load.invocations - load.errors)
  const lines: LogLine[] = []
  for (let i = 0; i < count; i++) {
    const hash = mix(fn.key, minute * 512 + i)
    const chance = new Chance(hash)
    const failure = i < timeouts ? 'timeout' : i < failures ? failureOf(fn, hash) : undefined
    const typical = Math.min(load.durationAvg * (0.5 + chance.next()), timeoutMs * 0.85)
    const one: Invocation = {
      id: idOf(fn, minute, i),
      timeMs: minute * minuteMs + Math.floor((i / Math.max(1, count)) * (minuteMs - 1000)),
      stream: `${iso(minute * minuteMs)
        .slice(0, 10)
        .replaceAll('-', '/')}/[$LATEST]${hexFrom(32, fn.arn, Math.floor(minute / 30), i % 4)}`,
      durationMs: failure === 'timeout' ? timeoutMs : failure === 'init' ? 120 : typical,
      usedMb: Math.round(fn.memoryMb * (0.35 + 0.3 * chance.next())),
      failure,
    }
    const said = careless(chance, fn)
    const written = fn.logFormat === 'JSON' ? jsonLines(fn, one, said) : textLines(fn, one, said)
    for (const [afterMs, message] of written)
      lines.push({ timeMs: Math.floor(one.timeMs + afterMs), stream: one.stream, message })
  }
  return lines.sort((a, b) => a.timeMs - b.timeMs)
}

function idOf(fn: FunctionSpec, minute: number, index: number): string {
  const hex = hexFrom(32, fn.arn, 'invocation', minute, index)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
