import { type CallOptions, call } from '#server/aws/call.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { Operation } from '#server/aws/operation.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, isObject, type JsonObject } from '#server/domain/json.ts'
import type { CollectorContext } from './define-collector.ts'
import { unseen } from './read-field.ts'

/**
 * Asks one question whose answer is an object, or has one in `member`; absent where AWS says that there is none. Any
 * other answer is told as malformed.
 */
export async function readObject(
  context: CollectorContext,
  operation: Operation,
  command: ObservedCommand,
  { member, ...options }: CallOptions & { member?: string } = {},
): Promise<Field<JsonObject>> {
  const result = await call(context, operation, command, options)
  if (result.state !== 'ok') return unseen(result)
  const answer = member === undefined ? result.output : asObject(result.output)[member]
  if (isObject(answer)) return known(answer)
  const message = `the answer has no ${member ?? 'members'}`
  const problem = { state: 'malformed' as const, code: 'MalformedAnswer', message }
  context.report.addProblem(operation, problem, options.resource)
  return failed('MalformedAnswer')
}

/** A field of an answer; where there was no answer, why not. */
export function inAnswer<T>(answer: Field<JsonObject>, read: (from: JsonObject) => Field<T>): Field<T> {
  return answer.state === 'known' ? read(answer.value) : answer
}
