import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** What was asked for; empty where CloudTrail kept nothing of it or hides it. */
export function requestOf(record: TrailRecord): JsonObject {
  return asObject(record.raw.requestParameters)
}

/** What was answered; empty where CloudTrail kept nothing of it. */
export function responseOf(record: TrailRecord): JsonObject {
  return asObject(record.raw.responseElements)
}

/** The value of a key, whatever the case of its letters: services write functionName, FunctionName and kMSKeyArn. */
export function field(value: unknown, name: string): unknown {
  const object = asObject(value)
  if (Object.hasOwn(object, name)) return object[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(object).find((one) => one.toLowerCase() === wanted)
  return key === undefined ? undefined : object[key]
}

/** A text of the request, whatever the case of its name; undefined where it is empty or something else. */
export function textOf(record: TrailRecord, name: string): string | undefined {
  return asText(field(requestOf(record), name))
}

/** Whether a value says yes, as JSON or as text. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

/** Whether a value says no, as JSON or as text. */
export function isFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}

/** The items of a list, of a set as CloudFront writes it (`{ items: […] }`), or of one value alone. */
export function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const items = field(value, 'items')
  if (Array.isArray(items)) return items
  return value === undefined || value === null || value === '' ? [] : [value]
}
