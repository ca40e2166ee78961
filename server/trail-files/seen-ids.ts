import { hash, randomBytes } from 'node:crypto'

const SLOT_WORDS = 4
const FIRST_SLOTS = 1 << 12

/** How many ids are remembered for certain; up to twice as many are. About 32 bytes each. */
export const REMEMBERED_IDS = 1_000_000

/**
 * Remembers event ids and what each was the id of, in bounded memory: the last million for certain. A key that is made by
 * chance for each run keeps anybody from making ids that collide.
 */
export class SeenIds {
  readonly #key = randomBytes(16).toString('hex')
  readonly #most: number
  #young = new Generation()
  #old = new Generation()

  constructor(most = REMEMBERED_IDS) {
    this.#most = most
  }

  /** Whether the id is new, was there with the same content, or was there with other content. */
  see(eventId: string, content: string): 'new' | 'same' | 'other' {
    const id = hash('sha256', this.#key + eventId, 'buffer')
    const words = [id.readInt32LE(0), id.readInt32LE(4), id.readInt32LE(8)] as const
    const what = hash('sha256', this.#key + content, 'buffer').readInt32LE(0) | 1
    const before = this.#young.find(words) ?? this.#old.find(words)
    if (before !== undefined) return before === what ? 'same' : 'other'
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Generation()
    }
    this.#young.add(words, what)
    return 'new'
  }
}

type Words = readonly [number, number, number]

/** A hash table with open addressing: three words of an id, and one, never zero, of its content. */
class Generation {
  size = 0
  #slots = FIRST_SLOTS
  #table = new Int32Array(FIRST_SLOTS * SLOT_WORDS)

  find(words: Words): number | undefined {
    const found = this.#table[this.#slotOf(words) + 3]
    return found === 0 ? undefined : found
  }

  add(words: Words, what: number): void {
    if (this.size * 2 >= this.#slots) this.#grow()
    this.#put(words, what)
    this.size += 1
  }

  #slotOf(words: Words): number {
    const table = this.#table
    const mask = this.#slots - 1
    for (let slot = words[0] & mask; ; slot = (slot + 1) & mask) {
      const at = slot * SLOT_WORDS
      if (table[at + 3] === 0) return at
      if (table[at] === words[0] && table[at + 1] === words[1] && table[at + 2] === words[2]) return at
    }
  }

  #put(words: Words, what: number): void {
    this.#table.set([...words, what], this.#slotOf(words))
  }

  #grow(): void {
    const before = this.#table
    this.#slots *= 2
    this.#table = new Int32Array(this.#slots * SLOT_WORDS)
    for (let at = 0; at < before.length; at += SLOT_WORDS) {
      const [a = 0, b = 0, c = 0, what = 0] = before.subarray(at, at + SLOT_WORDS)
      if (what !== 0) this.#put([a, b, c], what)
    }
  }
}
