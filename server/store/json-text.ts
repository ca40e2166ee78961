/**
 * JSON text that Postgres takes as jsonb: U+0000, which jsonb has not, becomes the visible symbol for it, and half a
 * surrogate pair the replacement character.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (!text.includes('\\u')) return text
  return text
    .replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\u2400')
    .replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/gi, '$1\ufffd')
}

/** Text that Postgres takes and gives back the same: it has no U+0000 and no half surrogate pairs. */
export function plainText(text: string): string
export function plainText(text: string | null): string | null
export function plainText(text: string | null): string | null {
  return text?.replaceAll('\u0000', '\u2400').toWellFormed() ?? null
}

const MAX_KEY_LENGTH = 500

/** Plain text for an indexed column: a B-tree takes rows of up to 2,704 bytes, which 500 characters never exceed. */
export function keyText(text: string): string
export function keyText(text: string | null): string | null
export function keyText(text: string | null): string | null {
  return text === null ? null : plainText(text).slice(0, MAX_KEY_LENGTH).toWellFormed()
}

const MAX_ITEM_BYTES = 2000

/** Whether a text can be an item of an indexed list: a GIN index takes items of up to 2,712 bytes. No ARN is so long. */
export const isIndexable = (text: string): boolean => Buffer.byteLength(text) <= MAX_ITEM_BYTES

/** Plain text of at most so many bytes. */
export function cutToBytes(text: string, bytes: number): string {
  const plain = plainText(text)
  if (Buffer.byteLength(plain) <= bytes) return plain
  return Buffer.from(plain)
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd$/, '')
}
