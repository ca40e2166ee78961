/** What made an invocation fail. `crash`: the process ended and nothing says why. */
export const FAILURE_KINDS = ['timeout', 'out-of-memory', 'init', 'application', 'crash'] as const
export type FailureKind = (typeof FAILURE_KINDS)[number]

export const FAILURE_WORDS: Record<FailureKind, string> = {
  timeout: 'timeouts',
  'out-of-memory': 'out of memory',
  init: 'init failures',
  application: 'failures of the application',
  crash: 'crashes, not told apart',
}

const INIT_TYPES =
  /^(?:Runtime\.(?:ImportModuleError|HandlerNotFound|UserCodeSyntaxError|UserCodeError|MalformedHandlerName|InvalidEntrypoint|InvalidWorkingDir|InvalidTaskConfig|InvalidRuntime|NoHandler|InitError|StartError|BadFunctionCode|ClassNotFound)|Extension\.(?:InitError|LaunchError)|Function\.InitError|InvalidEntrypoint)$/
const MEMORY_TYPES = /OutOfMemory|^MemoryError$/
const CRASH_TYPES =
  /^(?:Runtime\.ExitError|Runtime\.Unknown|Sandbox\.Failure|Extension\.(?:ExitError|Crash))$/

/**
 * The kind that an error type stands for, as Lambda's reports and the runtimes name them: `Sandbox.Timedout`,
 * `Runtime.OutOfMemory`, `Runtime.ImportModuleError`, `KeyError`. Source: Lambda Telemetry API and troubleshooting guide.
 */
export function kindOfErrorType(type: string): FailureKind {
  if (/^Sandbox\.Timed?[oO]ut$/.test(type)) return 'timeout'
  if (MEMORY_TYPES.test(type)) return 'out-of-memory'
  if (INIT_TYPES.test(type)) return 'init'
  if (CRASH_TYPES.test(type)) return 'crash'
  return 'application'
}

/** What a report says of an invocation by its status and error type; null is success, or no word of it. */
export function failureOf(status: string | null, errorType: string | null): FailureKind | null {
  if (status === 'timeout') return 'timeout'
  if (status === null || status === 'success') return null
  return errorType === null ? 'crash' : kindOfErrorType(errorType)
}

/** The same of an initialisation: a memory that ran out then is told as that. */
export function initFailureOf(status: string | null, errorType: string | null): FailureKind | null {
  if (status === null || status === 'success') return null
  return errorType !== null && kindOfErrorType(errorType) === 'out-of-memory' ? 'out-of-memory' : 'init'
}
