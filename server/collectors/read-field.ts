import type { CallResult } from '#server/aws/call.ts'
import { absent, denied, type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, asTexts, asTime, isObject, type JsonObject } from '#server/domain/json.ts'

/** Reads one member of an answer: null, missing and '' are absent; what `read` cannot make sense of is failed. */
export function readField<T>(
  from: JsonObject,
  name: string,
  read: (value: unknown) => T | undefined,
): Field<T> {
  const value = from[name]
  if (value === undefined || value === null || value === '') return absent()
  const result = read(value)
  return result === undefined ? failed(`unreadable ${name}`) : known(result)
}

export const readText = (from: JsonObject, name: string): Field<string> => readField(from, name, asText)

export const readTime = (from: JsonObject, name: string): Field<string> => readField(from, name, asTime)

export const readNumber = (from: JsonObject, name: string): Field<number> =>
  readField(from, name, (value) => {
    const number = typeof value === 'string' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined
  })

export const readBoolean = (from: JsonObject, name: string): Field<boolean> =>
  readField(from, name, (value) => (typeof value === 'boolean' ? value : undefined))

/** A list of strings in the order given; an empty one is absent. */
export function readTexts(from: JsonObject, name: string): Field<string[]> {
  const field = readField(from, name, (value) => (Array.isArray(value) ? asTexts(value) : undefined))
  return field.state === 'known' && field.value.length === 0 ? absent() : field
}

/** A list of strings whose order means nothing, sorted. */
export function readSortedTexts(from: JsonObject, name: string): Field<string[]> {
  const field = readTexts(from, name)
  return field.state === 'known' ? known([...field.value].sort()) : field
}

/** A field of a nested object; absent where the object is. */
export function readIn<T>(from: JsonObject, name: string, read: (inner: JsonObject) => Field<T>): Field<T> {
  const inner = from[name]
  if (inner === undefined || inner === null) return absent()
  return isObject(inner) ? read(inner) : failed(`unreadable ${name}`)
}

/** The first field, or the second where the first is absent. */
export function readUnless<T>(first: Field<T>, second: () => Field<T>): Field<T> {
  return first.state === 'absent' ? second() : first
}

/** What a field is whose reading did not succeed; not-found means that there is none. */
export function unseen<T>(result: Exclude<CallResult, { state: 'ok' }>): Field<T> {
  if (result.state === 'not-found') return absent()
  return result.state === 'denied' ? denied(result.permission) : failed(result.code)
}

/** Names of members, and members of members, that are in no list of ours; '*' as a shape allows anything below. */
export type Shape = { readonly [name: string]: true | Shape }

export function unknownMembers(value: unknown, shape: Shape, prefix = ''): string[] {
  const names: string[] = []
  for (const [name, item] of Object.entries(asObject(value))) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (known === undefined) names.push(`${prefix}${name}`)
    else if (known !== true) names.push(...unknownMembers(item, known, `${prefix}${name}.`))
  }
  return names.sort().slice(0, 50)
}
