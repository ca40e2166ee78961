import { createHash } from 'node:crypto'

const MAX_KEY_LENGTH = 300
const MAX_VALUE_LENGTH = 120
/** As alerts and stored hits have it. */
const MAX_FINGERPRINT_LENGTH = 500

function fitting(text: string, length: number): string {
  if (text.length <= length && text.isWellFormed() && !text.includes('\u0000')) return text
  const plain = text.replaceAll('\u0000', '\u2400').toWellFormed()
  if (plain.length <= length) return plain
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 32)
  return `${plain.slice(0, length - 33).toWellFormed()}…${hash}`
}

/** A key of state that fits an index and JSON, whatever a record says; a long one ends in a hash of the whole. */
export function stateKey(text: string): string {
  return fitting(text, MAX_KEY_LENGTH)
}

/** A value among many in state; a long one ends in a hash of the whole. */
export function stateValue(text: string): string {
  return fitting(text, MAX_VALUE_LENGTH)
}

/** What makes two hits one incident; a long one ends in a hash of the whole, so that different actors stay different. */
export function fingerprintText(text: string): string {
  return fitting(text, MAX_FINGERPRINT_LENGTH)
}
