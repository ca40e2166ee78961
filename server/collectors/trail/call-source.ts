import { type CallContext, type CallOptions, type CallResult, call } from '#server/aws/call.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { Operation } from '#server/aws/operation.ts'

export type SourceFailure = { state: 'denied' | 'failed'; permission: string; message: string }

/** A call of which only an answer is of use: what is not there is a failure as well. */
export async function callSource(
  context: CallContext,
  operation: Operation,
  command: ObservedCommand,
  options?: CallOptions,
): Promise<Extract<CallResult, { state: 'ok' }> | SourceFailure> {
  const result = await call(context, operation, command, options)
  return result.state === 'ok' ? result : sourceFailure(operation, result)
}

/** A failure in words for the settings page. */
export function sourceFailure(
  operation: Operation,
  result: Exclude<CallResult, { state: 'ok' }>,
): SourceFailure {
  const { permission } = operation
  if (result.state === 'not-found')
    return {
      state: 'failed',
      permission,
      message: `${operation.name}: there is no such thing in this account and region`,
    }
  if (result.state === 'denied') {
    const message = `${result.permission} is denied: ${result.message}`
    return { state: 'denied', permission: result.permission, message }
  }
  return { state: 'failed', permission, message: `${operation.name}: ${result.message}` }
}
