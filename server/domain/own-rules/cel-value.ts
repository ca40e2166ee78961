import { type CelInput, celError, celList, celMap } from '@bufbuild/cel'
import type { Field } from '#server/domain/field.ts'

/** What a condition read on its way: single values by their paths, and what nobody could look at. */
export class Reads {
  readonly values = new Map<string, string>()
  readonly unseen: string[] = []
}

const MOST_VALUES = 20
const MOST_CHARACTERS = 200
const STATES = new Set(['known', 'absent', 'denied', 'failed'])

function isField(value: object): value is Field<unknown> {
  return (
    'state' in value &&
    typeof value.state === 'string' &&
    STATES.has(value.state) &&
    Object.keys(value).length <= 2
  )
}

function whyUnseen(field: Field<unknown>): string {
  return field.state === 'denied'
    ? `${field.permission} is denied`
    : field.state === 'failed'
      ? field.reason
      : 'it was not read'
}

/** An error in place of a value is handed on by every operation of CEL; the type does not say so. */
function unseen(path: string, why: string, reads: Reads): CelInput {
  const text = `${path}: ${why}`
  if (!reads.unseen.includes(text)) reads.unseen.push(text)
  return celError(new Error(text)) as unknown as CelInput
}

/**
 * A value as CEL reads it: known fields are their values, absent ones null, whole numbers int. One that was not seen
 * is an error to whoever reads it, and to all that is made of it; what does not need it is not touched.
 */
export function celValue(value: unknown, path: string, reads: Reads): CelInput {
  if (value === undefined) return unseen(path, 'it was not read', reads)
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) return listOf(value, path, reads)
    if (!isField(value)) return lazyMap(value as Record<string, unknown>, path, reads)
    if (value.state === 'known') return celValue(value.value, path, reads)
    if (value.state !== 'absent') return unseen(path, whyUnseen(value), reads)
    return single(null, path, reads)
  }
  if (typeof value === 'number')
    return single(Number.isSafeInteger(value) ? BigInt(value) : value, path, reads)
  return single(typeof value === 'string' || typeof value === 'boolean' ? value : null, path, reads)
}

function single(value: CelInput, path: string, reads: Reads): CelInput {
  if (reads.values.size < MOST_VALUES) reads.values.set(path, String(value).slice(0, MOST_CHARACTERS))
  return value
}

function listOf(items: readonly unknown[], path: string, reads: Reads): CelInput {
  const values = items.map((item) => celValue(item, `${path}[]`, reads))
  return values.find((item) => item instanceof Error) ?? celList(values)
}

/** Members are turned into values when they are read: a record is large, and a rule reads little of it. */
function lazyMap(object: Record<string, unknown>, path: string, reads: Reads): CelInput {
  const kept = new Map<string, CelInput>()
  const keys = Object.keys(object).filter((key) => object[key] !== undefined)
  const get = (key: unknown): CelInput | undefined => {
    if (typeof key !== 'string' || !Object.hasOwn(object, key) || object[key] === undefined) return undefined
    const value = kept.get(key) ?? celValue(object[key], `${path}.${key}`, reads)
    kept.set(key, value)
    return value
  }
  const entries = function* () {
    for (const key of keys) yield [key, get(key)]
  }
  const members = {
    get,
    has: (key: unknown) => {
      const value = get(key)
      return value instanceof Error ? value : value !== undefined && value !== null
    },
    keys: () => keys.values(),
    *values() {
      for (const key of keys) yield get(key)
    },
    entries,
    [Symbol.iterator]: entries,
  }
  const map = celMap(new Map<string, CelInput>())
  Object.defineProperties(map, {
    ...Object.getOwnPropertyDescriptors(members),
    size: { get: () => keys.length },
  })
  return map
}
