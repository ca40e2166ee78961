import { isFunctionArn } from '#server/domain/arn.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import {
  asArray,
  asNumber,
  asObject,
  asText,
  isObject,
  type JsonObject,
  parseJson,
} from '#server/domain/json.ts'
import type { StateMachineCall } from '#server/domain/records/state-machine-record.ts'

/** The Lambda integrations: the optimised one, with or without a task token, and the SDK's. */
const INVOKE = /^arn:[a-z-]+:states:[^:]*:[^:]*:(?:aws-sdk:)?lambda:invoke(Async)?(?:\.waitForTaskToken)?$/
/** What a retrier without MaxAttempts does. Source: Amazon States Language specification. */
const DEFAULT_ATTEMPTS = 3
const MOST_STATES = 20_000

/**
 * The functions that a definition in the Amazon States Language calls, in its order. A function that is worked out
 * while it runs is given as the path or expression that does so. Never throws; a text that is no definition is failed.
 */
export function stateMachineCalls(definition: string): Field<StateMachineCall[]> {
  const root = parseJson(definition)
  if (!isObject(root) || !isObject(root.States)) return failed('unreadable definition')
  const calls: StateMachineCall[] = []
  const open: [name: string, state: unknown][] = Object.entries(root.States).reverse()
  for (let seen = 0; open.length > 0; seen += 1) {
    if (seen >= MOST_STATES) return failed('more states than the cap')
    const [name, item] = open.pop() ?? ['', undefined]
    const state = asObject(item)
    const called = calledFunction(state)
    if (called)
      calls.push({
        state: name,
        ...called,
        retries: retriesOf(state),
        catches: asArray(state.Catch).length > 0,
      })
    const inner = [state.Iterator, state.ItemProcessor, ...asArray(state.Branches)]
    const nested = inner.flatMap((machine) => Object.entries(asObject(asObject(machine).States)))
    for (const entry of nested.reverse()) open.push(entry)
  }
  return known(calls)
}

function calledFunction(state: JsonObject): Pick<StateMachineCall, 'function' | 'synchronous'> | undefined {
  if (state.Type !== 'Task') return undefined
  const resource = asText(state.Resource)
  if (isFunctionArn(resource)) return { function: resource, synchronous: true }
  const invoke = INVOKE.exec(resource ?? '')
  if (!invoke) return undefined
  const input = isObject(state.Arguments) ? state.Arguments : asObject(state.Parameters)
  const name = asText(input.FunctionName) ?? asText(input['FunctionName.$']) ?? asText(state.Arguments)
  const event = input.InvocationType === 'Event' || invoke[1] !== undefined
  return { function: name ?? '', synchronous: !event }
}

/** How often a call is repeated at most for one error. */
function retriesOf(state: JsonObject): number {
  const attempts = asArray(state.Retry).map(
    (retrier) => asNumber(asObject(retrier).MaxAttempts) ?? DEFAULT_ATTEMPTS,
  )
  return attempts.reduce((most, one) => Math.max(most, one), 0)
}
