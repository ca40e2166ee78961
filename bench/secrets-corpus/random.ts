const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'

export const ALPHABETS = {
  digits: DIGITS,
  hex: `${DIGITS}abcdef`,
  lower: LOWER,
  lowerAlnum: LOWER + DIGITS,
  upperAlnum: UPPER + DIGITS,
  alpha: LOWER + UPPER,
  alnum: LOWER + UPPER + DIGITS,
  base32: `${UPPER}234567`,
  base64: `${LOWER + UPPER + DIGITS}+/`,
  base64url: `${LOWER + UPPER + DIGITS}-_`,
  symbols: '!@#$%^&*?',
} as const

/** The same numbers in each run: mulberry32. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to, not including, `below`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.below(from.length)]
    if (one === undefined) throw new RangeError('nothing to pick from')
    return one
  }

  text(alphabet: keyof typeof ALPHABETS, length: number): string {
    const characters = ALPHABETS[alphabet]
    return Array.from({ length }, () => characters[this.below(characters.length)]).join('')
  }

  /** Base64 of random bytes. */
  base64(bytes: number): string {
    return this.bytes(bytes).toString('base64')
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)))
  }

  uuid(): string {
    const hex = this.text('hex', 32)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  /** A name of the kind that people give to services: two or three words. */
  name(): string {
    const words = Array.from({ length: 2 + this.below(2) }, () => this.pick(WORDS))
    return words.join('-')
  }

  word(): string {
    return this.pick(WORDS)
  }

  stage(): string {
    return this.pick(['dev', 'prod', 'staging', 'test', 'live'])
  }
}

const WORDS =
  'orders billing customer invoice payment shipping catalog search report export import event audit notification email report session inventory pricing loyalty coupon review worker gateway internal partner analytics metrics backup archive document image upload media account profile support ticket warehouse delivery refund checkout'.split(
    ' ',
  )
