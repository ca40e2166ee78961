import { createHash } from 'node:crypto'

/** Mixes two 32-bit integers into one; cheap enough to call per metric point. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16) ^ b, 0x27d4eb2f)
  return (h ^ (h >>> 15)) >>> 0
}

/** A 32-bit hash of any parts (FNV-1a, finished with `mix`). */
export function hash32(...parts: (string | number)[]): number {
  let h = 0x811c9dc5
  for (const part of parts) {
    const text = `${part}|`
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  }
  return mix(h >>> 0, 0x5bd1e995)
}

/** Maps a 32-bit integer to [0, 1). */
export function unit(n: number): number {
  return (n >>> 0) / 4294967296
}

/** A deterministic stream of choices from one seed (mulberry32). */
export class Chance {
  private state: number

  constructor(...seed: (string | number)[]) {
    this.state = hash32(...seed)
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return unit(t ^ (t >>> 14))
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return at(list, Math.floor(this.next() * list.length))
  }

  /** Picks by weight from `[item, weight]` pairs. */
  weighted<T>(pairs: readonly (readonly [T, number])[]): T {
    const total = pairs.reduce((sum, [, weight]) => sum + weight, 0)
    let rest = this.next() * total
    for (const [item, weight] of pairs) {
      rest -= weight
      if (rest < 0) return item
    }
    return at(pairs, pairs.length - 1)[0]
  }
}

/** The element at `index`, wrapped into the list; throws on an empty list. */
export function at<T>(list: readonly T[], index: number): T {
  if (list.length === 0) throw new Error('cannot choose from an empty list')
  return list[((index % list.length) + list.length) % list.length] as T
}

/** A uuid that depends on its parts alone. */
export function uuidFrom(...parts: (string | number)[]): string {
  const hex = hexFrom(32, ...parts)
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) & 3]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** `length` (at most 64) hexadecimal digits that depend on the parts alone. */
export function hexFrom(length: number, ...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, length)
}

/** What Lambda calls CodeSha256: base64 of a sha256. */
export function sha256Base64(...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('|')).digest('base64')
}

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An IAM-style unique id or access key id: prefix and 16 characters of base 32. */
export function awsIdFrom(prefix: string, ...parts: (string | number)[]): string {
  const bytes = createHash('sha256').update(parts.join('|')).digest()
  let id = prefix
  for (let i = 0; i < 16; i++) id += idAlphabet[(bytes[i] ?? 0) & 31]
  return id
}
