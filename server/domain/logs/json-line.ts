import { asNumber, asObject, asText, type JsonObject, parseJson } from '#server/domain/json.ts'
import { failureOf, initFailureOf, kindOfErrorType } from './failure.ts'
import type { LogLine } from './log-line.ts'

const text = (value: unknown, most = 120) => asText(value)?.slice(0, most) ?? null
const figure = (value: unknown) => {
  const number = asNumber(value)
  return number !== undefined && Number.isFinite(number) && number >= 0 ? number : null
}

function readPlatform(type: string, record: JsonObject): LogLine | undefined {
  const metrics = asObject(record.metrics)
  const status = text(record.status)
  const errorType = text(record.errorType)
  const line: LogLine = {
    kind: 'output',
    requestId: text(record.requestId, 64),
    failure: null,
    errorType,
    durationMs: figure(metrics.durationMs),
    memoryMb: figure(metrics.memorySizeMB),
    maxMemoryMb: figure(metrics.maxMemoryUsedMB),
  }
  switch (type) {
    case 'platform.start':
      return { ...line, kind: 'start' }
    case 'platform.report':
      return { ...line, kind: 'report', failure: failureOf(status, errorType) }
    case 'platform.runtimeDone':
      return { ...line, kind: 'end', failure: failureOf(status, errorType) }
    case 'platform.initReport':
    case 'platform.initRuntimeDone':
      return { ...line, kind: 'init-report', requestId: null, failure: initFailureOf(status, errorType) }
    default:
      return type.startsWith('platform.') ? line : undefined
  }
}

/** One line in Lambda's JSON format, of the platform or of an application; undefined where it is not JSON. */
export function readJsonLine(message: string): LogLine | undefined {
  const parsed = parseJson(message)
  if (parsed === undefined || parsed === null || typeof parsed !== 'object') return undefined
  const from = asObject(parsed)
  const platform = readPlatform(asText(from.type) ?? '', asObject(from.record))
  if (platform) return platform
  const level = asText(from.level)?.toUpperCase()
  const inner = asObject(from.message)
  const errorType = text(from.errorType) ?? text(inner.errorType)
  const requestId = text(from.requestId, 64) ?? text(from.AWSRequestId, 64)
  const isFailure = errorType !== null && (level === 'ERROR' || level === 'FATAL' || level === undefined)
  return {
    kind: isFailure ? 'failure' : 'output',
    requestId,
    failure: isFailure ? kindOfErrorType(errorType) : null,
    errorType: isFailure ? errorType : null,
    durationMs: null,
    memoryMb: null,
    maxMemoryMb: null,
  }
}
