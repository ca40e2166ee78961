import { isObject } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const MAX_DEPTH = 12

/** All values that a record has under a name with dots; lists stand for their items. Empty where it has none. */
export type Field = (record: TrailRecord) => unknown[]

/** A call's name is found with the version that Lambda appends, and without. */
const OF_RECORD = new Map<string, Field>([
  [
    'eventName',
    ({ rawEventName, eventName }) => (rawEventName === eventName ? [eventName] : [rawEventName, eventName]),
  ],
  ['eventSource', ({ eventSource }) => [eventSource]],
  ['awsRegion', ({ region }) => [region]],
])

export function fieldOf(name: string): Field {
  const ready = OF_RECORD.get(name)
  if (ready) return ready
  const parts = name.split('.')
  return ({ raw }) => {
    const found: unknown[] = []
    collect(raw, parts, 0, found)
    return found
  }
}

/** Keys with dots in them are found as well. */
function collect(value: unknown, parts: readonly string[], at: number, found: unknown[]): void {
  if (Array.isArray(value)) {
    if (value.length === 0 && at === parts.length) found.push(value)
    for (const item of value) collect(item, parts, at, found)
    return
  }
  if (at === parts.length) {
    found.push(value)
    return
  }
  if (!isObject(value)) return
  for (let end = at + 1; end <= parts.length; end += 1) {
    const key = end === at + 1 ? (parts[at] ?? '') : parts.slice(at, end).join('.')
    if (Object.hasOwn(value, key)) collect(value[key], parts, end, found)
  }
}

/** A value as rules compare it; what has parts is its JSON. */
export function textOfValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return undefined
  return JSON.stringify(value)
}

/** What a part of a text may be looked for in: of a value with parts its JSON, and each text in it as it is. */
export function textsWithin(value: unknown): Iterable<string> {
  const text = textOfValue(value)
  if (text === undefined) return []
  return typeof value === 'object' ? [text, ...wordsOf(value)] : [text]
}

/** Every text, number and truth value in a record: what words without a field are looked for in. */
export function* wordsOf(value: unknown, depth = 0): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'number' || typeof value === 'boolean') yield String(value)
  else if (depth < MAX_DEPTH && Array.isArray(value))
    for (const item of value) yield* wordsOf(item, depth + 1)
  else if (depth < MAX_DEPTH && isObject(value))
    for (const key of Object.keys(value)) {
      yield key
      yield* wordsOf(value[key], depth + 1)
    }
}
