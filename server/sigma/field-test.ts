import { ipRangeHolds, parseIpRange } from '#server/domain/iam/ip-range.ts'
import { asNumber } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { encodeValue } from './encode-value.ts'
import { fieldOf, textOfValue, textsWithin } from './field-values.ts'
import { type Comparison, type Modifiers, readModifiers } from './modifiers.ts'
import { RegexError } from './regex-syntax.ts'
import { safeRegex } from './safe-regex.ts'
import { ANYWHERE, scopeOf } from './scope.ts'
import { SigmaError } from './sigma-error.ts'
import type { SigmaTest } from './sigma-test.ts'
import { plainText, textPattern } from './text-pattern.ts'
import { timePart } from './time-part.ts'

type Scalar = string | number | boolean | null
type ValueTest = (value: unknown, record: TrailRecord) => boolean

const MAX_VALUES = 2_000
const MAX_LENGTH = 4_000

/** A field of a map and the value or values that it has to have. @throws SigmaError */
export function fieldTest(key: string, given: unknown): SigmaTest {
  const modifiers = readModifiers(key)
  const values = readValues(key, given, modifiers)
  const read = fieldOf(modifiers.field)
  if (modifiers.type === 'exists') return existsTest(key, read, values)

  const tests = values.map((value) => valueTest(key, value, modifiers))
  const wantsNull = values.includes(null)
  const one = (record: TrailRecord, test: ValueTest, value: Scalar | undefined) => {
    const found = read(record)
    if (value === null) return found.length === 0 || found.includes(null)
    return found.some((each) => test(each, record))
  }
  const holds = (record: TrailRecord) => {
    if (modifiers.all) return tests.every((test, i) => one(record, test, values[i]))
    if (wantsNull) return tests.some((test, i) => one(record, test, values[i]))
    const found = read(record)
    for (const each of found) for (const test of tests) if (test(each, record)) return true
    return false
  }
  if (modifiers.not) return { holds: (record) => !holds(record), scope: ANYWHERE }
  return { holds, scope: scopeIn(modifiers, values) }
}

/** Words that are looked for in the whole record, wherever they stand. */
export function wordTest(key: string, value: Scalar): (word: string) => boolean {
  if (value === null) throw new SigmaError(`${key === '' ? 'keywords' : key}: null is no word`)
  const { cased, windash, encodings } = readModifiers(key)
  const tests = encodeValue(String(value), encodings).map((text) =>
    textPattern(text, {
      cased: cased || encodings.length > 0,
      windash,
      opensWith: 'anything',
      endsWith: 'anything',
    }),
  )
  return (word) => tests.some((test) => test(word))
}

export function readValues(key: string, given: unknown, { all, type }: Modifiers): Scalar[] {
  const list = Array.isArray(given) ? (given as unknown[]) : [given]
  if (list.length === 0) throw new SigmaError(`${key}: there is no value`)
  if (list.length > MAX_VALUES) throw new SigmaError(`${key}: there are more than ${MAX_VALUES} values`)
  if (all && type !== 'exists' && list.length < 2)
    throw new SigmaError(`${key}: all is for a list of several values`)
  return list.map((value) => {
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
    if (typeof value !== 'string') throw new SigmaError(`${key}: a value is neither text nor number`)
    if (value.length > MAX_LENGTH)
      throw new SigmaError(`${key}: a value is longer than ${MAX_LENGTH} characters`)
    return value
  })
}

function existsTest(key: string, read: ReturnType<typeof fieldOf>, values: readonly Scalar[]): SigmaTest {
  const [wanted] = values.map((value) => String(value).toLowerCase())
  if (values.length !== 1 || (wanted !== 'true' && wanted !== 'false'))
    throw new SigmaError(`${key}: exists is true or false`)
  return { holds: (record) => read(record).length > 0 === (wanted === 'true'), scope: ANYWHERE }
}

function valueTest(key: string, value: Scalar, modifiers: Modifiers): ValueTest {
  const { type, time } = modifiers
  if (value === null) {
    if (type !== 'text' || modifiers.place || time) throw new SigmaError(`${key}: null cannot be compared so`)
    return (found) => found === null
  }
  if (type === 'number') return numberTest(key, value, modifiers)
  if (time) return (found) => timePart(found, time) === Number(value)
  if (type === 'regex') return regexTest(key, value, modifiers)
  if (type === 'cidr') return cidrTest(key, value)
  if (type === 'fieldref') return referenceTest(key, value, modifiers)
  const tests = encodeValue(String(value), modifiers.encodings).map((text) =>
    textPattern(text, optionsOf(modifiers)),
  )
  const holds = (text: string) => tests.some((test) => test(text))
  return modifiers.place === 'contains' ? within(holds) : whole(holds)
}

const whole =
  (holds: (text: string) => boolean): ValueTest =>
  (found) => {
    const text = textOfValue(found)
    return text !== undefined && holds(text)
  }

function within(holds: (text: string) => boolean): ValueTest {
  return (found) => {
    for (const text of textsWithin(found)) if (holds(text)) return true
    return false
  }
}

function optionsOf({ place, cased, windash, encodings }: Modifiers) {
  const anywhere = encodings.includes('base64offset')
  return {
    cased: cased || encodings.length > 0,
    windash,
    opensWith: anywhere || place === 'contains' || place === 'endswith' ? 'anything' : 'it',
    endsWith: anywhere || place === 'contains' || place === 'startswith' ? 'anything' : 'it',
  } as const
}

const COMPARE: Record<Comparison, (one: number, other: number) => boolean> = {
  lt: (one, other) => one < other,
  lte: (one, other) => one <= other,
  gt: (one, other) => one > other,
  gte: (one, other) => one >= other,
}

function numberTest(key: string, value: Scalar, { comparison, time }: Modifiers): ValueTest {
  const limit = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof limit !== 'number' || !Number.isFinite(limit) || !comparison)
    throw new SigmaError(`${key}: ${comparison ?? 'it'} needs a number`)
  const compare = COMPARE[comparison]
  return (found) => {
    const number = time ? timePart(found, time) : numberOf(found)
    return number !== undefined && compare(number, limit)
  }
}

function numberOf(value: unknown): number | undefined {
  return asNumber(typeof value === 'string' && value.trim() !== '' ? Number(value) : value)
}

function regexTest(key: string, value: Scalar, { regex, cased }: Modifiers): ValueTest {
  try {
    const flags = regex ?? { ignoreCase: false, multiline: false, dotAll: false }
    return within(safeRegex(String(value), cased ? { ...flags, ignoreCase: false } : flags))
  } catch (error) {
    if (error instanceof RegexError) throw new SigmaError(`${key}: ${error.message}`)
    throw error
  }
}

function cidrTest(key: string, value: Scalar): ValueTest {
  const range = parseIpRange(String(value))
  if (!range) throw new SigmaError(`${key}: ${String(value)} is no network`)
  return (found) => {
    const address = typeof found === 'string' ? parseIpRange(found) : undefined
    return address !== undefined && ipRangeHolds(range, address)
  }
}

/** Compares with what another field of the same record says. */
function referenceTest(key: string, value: Scalar, { place, cased }: Modifiers): ValueTest {
  if (typeof value !== 'string' || value === '') throw new SigmaError(`${key}: fieldref names a field`)
  const other = fieldOf(value)
  const folded = (text: string | undefined) => (cased ? text : text?.toLowerCase())
  return (found, record) => {
    const one = folded(textOfValue(found))
    return other(record).some((each) => {
      const two = folded(textOfValue(each))
      if (one === undefined || two === undefined) return false
      if (place === 'contains') return one.includes(two)
      if (place === 'startswith') return one.startsWith(two)
      return place === 'endswith' ? one.endsWith(two) : one === two
    })
  }
}

/** Where a field can hold, if its values are plain texts. */
function scopeIn(
  { field, type, place, encodings, time, all, windash }: Modifiers,
  values: readonly Scalar[],
) {
  if (type !== 'text' || place || encodings.length > 0 || time || all || windash) return ANYWHERE
  const texts = values.map((value) => (value === null ? undefined : plainText(String(value))))
  const known = texts.filter((text) => text !== undefined)
  return known.length === values.length ? scopeOf(field, known) : ANYWHERE
}
