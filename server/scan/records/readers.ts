import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asObject, isObject } from '#server/domain/json.ts'
import { withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import {
  holdsUnknown,
  isUnknownText,
  WHEN_DEPLOYED,
  withPlaceholders,
} from '#server/scan/template/unknown.ts'

export type Properties = Record<string, unknown>

export const notYet = <T>(): Field<T> => failed<T>(WHEN_DEPLOYED)

/** A property as a field: left out is absent, or what AWS takes by default; of another shape or unresolved is failed. */
function field<T>(
  from: Properties,
  name: string,
  read: (value: unknown) => T | undefined,
  byDefault?: T,
): Field<T> {
  const value = from[name]
  if (value === undefined || value === null) return byDefault === undefined ? absent() : known(byDefault)
  const found = isUnknownText(value) ? undefined : read(value)
  return found === undefined ? notYet() : known(found)
}

const asScalar = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined

export const asCount = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** YAML 1.1's words as well: CloudFormation takes them. */
export const asFlag = (value: unknown): boolean | undefined => {
  if (typeof value === 'boolean') return value
  const word = String(value).toLowerCase()
  if (['true', 'yes', 'on', '1'].includes(word)) return true
  return ['false', 'no', 'off', '0'].includes(word) ? false : undefined
}

export const readText = (from: Properties, name: string, byDefault?: string) =>
  field(from, name, (value) => asScalar(value) || undefined, byDefault)
export const readCount = (from: Properties, name: string, byDefault?: number) =>
  field(from, name, asCount, byDefault)
export const readFlag = (from: Properties, name: string, byDefault?: boolean) =>
  field(from, name, asFlag, byDefault)

/** A list of texts; items that are not known yet stand as `${Name}`. Empty is absent. */
export function readTexts(from: Properties, name: string, byDefault?: string[]): Field<string[]> {
  const list = field(from, name, (value) => (Array.isArray(value) ? value : undefined), byDefault)
  if (list.state !== 'known') return list
  if (list.value.length === 0) return absent()
  return known(list.value.map((item) => textIn(item)))
}

/** A member of a map that may itself be left out or unresolved. */
export function readIn<T>(from: Properties, name: string, read: (inner: Properties) => Field<T>): Field<T> {
  const value = from[name]
  if (value === undefined || value === null) return absent()
  return isObject(value) ? read(value) : notYet()
}

/** Tags as a list of keys and values, or as a map. */
export function readTags(from: Properties, name = 'Tags'): Field<Record<string, string>> {
  const value = from[name]
  if (value === undefined || value === null) return absent()
  const pairs = Array.isArray(value)
    ? value.map((item): [string, unknown] => [textIn(asObject(item).Key), asObject(item).Value])
    : isObject(value)
      ? Object.entries(value)
      : undefined
  if (!pairs) return notYet()
  if (pairs.length === 0) return absent()
  return known(
    Object.fromEntries(
      pairs.map(([key, item]) => [withPlaceholders(key), withoutSecrets(key, textIn(item))]),
    ),
  )
}

/** A value as text for a place that has no state of its own: unknown parts stand as `${Name}`. */
export function textIn(value: unknown): string {
  return withPlaceholders(asScalar(value) ?? '')
}

/** A text whose every part is known. */
export function plainText(value: unknown): string | undefined {
  const text = asScalar(value)
  return text === undefined || text === '' || holdsUnknown(text) ? undefined : text
}

export function listIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}
