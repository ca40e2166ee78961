/**
 * CloudWatch's filter pattern for lines that show a failure. Unquoted terms are and, `?` before each is or. Source:
 * CloudWatch Logs, filter pattern syntax.
 */
const TEXT_TERMS = [
  'Status: timeout',
  'Status: error',
  'Task timed out after',
  'Runtime exited with error',
  'Process exited before completing request',
  '[ERROR]',
  'Invoke Error',
  'Uncaught Exception',
  'Unhandled Promise Rejection',
  'heap out of memory',
  'OutOfMemoryError',
  'Error raised from handler method',
]
const JSON_PATTERN =
  '{ ($.type = "platform.report" && $.record.status != "success") || ($.type = "platform.initReport" && $.record.status != "success") || ($.level = "ERROR" && $.errorType = "*") || ($.level = "ERROR" && $.message.errorType = "*") || $.level = "FATAL" }'

export function failurePattern(logFormat: string | null): string {
  if (logFormat === 'JSON') return JSON_PATTERN
  return TEXT_TERMS.map((term) => `?"${term}"`).join(' ')
}

const REQUEST_ID = /^[0-9a-fA-F-]{36}$/

/** The pattern for all lines of one invocation, or undefined where the text is no request id. */
export function requestPattern(requestId: string): string | undefined {
  return REQUEST_ID.test(requestId) ? `"${requestId}"` : undefined
}
