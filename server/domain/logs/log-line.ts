import type { FailureKind } from './failure.ts'
import { readJsonLine } from './json-line.ts'
import { readTextLine } from './text-line.ts'

/** What one line of a function's log says of an invocation; null is what it does not say. Memory in MB. */
export type LogLine = {
  /** `report`: the platform's last word on an invocation; `init-report`: on an initialisation; `failure`: of the runtime. */
  kind: 'start' | 'end' | 'report' | 'init-report' | 'failure' | 'output'
  requestId: string | null
  failure: FailureKind | null
  errorType: string | null
  durationMs: number | null
  memoryMb: number | null
  maxMemoryMb: number | null
}

/** No line of the platform or of a runtime's failure is as long; what is behind is the application's own. */
export const MOST_CHARS_READ = 16_384

/**
 * Reads a line in Lambda's text or JSON log format. Whatever it cannot place is `output`; hostile text is at worst taken
 * for the platform's, as whoever writes to standard output can always write what the platform writes.
 */
export function readLogLine(message: string): LogLine {
  const text = message.slice(0, MOST_CHARS_READ)
  return (/^\s{0,20}\{/.test(text) ? readJsonLine(text) : undefined) ?? readTextLine(text)
}
