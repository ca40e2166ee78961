import { isObject } from '#server/domain/json.ts'

/** Why a field has no value: a parameter without default, another stack's export, an id that AWS makes. */
export const WHEN_DEPLOYED = 'known only when deployed'

/** Private-use characters: what stands between them is the name of something that nobody knows yet. */
const [OPEN, CLOSE] = ['\uE000', '\uE001']
const HOLE = /\uE000([^\uE000\uE001]*)\uE001/g

/** A text that stands for a value that is known only when deployed; joined to other texts it stays recognisable. */
export const unknownText = (name: string): string => `${OPEN}${name.slice(0, 200)}${CLOSE}`

export const isUnknownText = (value: unknown): boolean => typeof value === 'string' && value.includes(OPEN)

/** Whether nothing at all of a text is known. */
export const isWhollyUnknown = (value: unknown): boolean =>
  typeof value === 'string' && value.replace(HOLE, '') === '' && value !== ''

/** Takes the marks out of text that somebody else wrote, so that nobody can make a value look unknown. */
export const withoutMarks = (text: string): string => text.replace(/[\uE000\uE001]/g, '\uFFFD')

/** The same for every text within a value. */
export function withoutMarksIn(value: unknown): unknown {
  if (typeof value === 'string') return withoutMarks(value)
  if (Array.isArray(value)) return value.map(withoutMarksIn)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [withoutMarks(key), withoutMarksIn(item)]),
  )
}

/** Whether anything within a value is known only when deployed. */
export function holdsUnknown(value: unknown): boolean {
  if (isUnknownText(value)) return true
  if (Array.isArray(value)) return value.some(holdsUnknown)
  if (!isObject(value)) return false
  for (const key in value) if (key.includes(OPEN) || holdsUnknown(value[key])) return true
  return false
}

/** The value with each unknown part written as `${Name}`, which policies read as a variable of unknown value. */
export function withPlaceholders<T>(value: T): T {
  if (typeof value === 'string')
    return (value.includes(OPEN) ? value.replace(HOLE, (_, name: string) => `\${${name}}`) : value) as T
  if (!holdsUnknown(value)) return value
  if (Array.isArray(value)) return value.map(withPlaceholders) as T
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [withPlaceholders(key), withPlaceholders(item)]),
  ) as T
}
