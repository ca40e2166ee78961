import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Of JSON: in memory a record takes two to four times as much. */
const MOST_BYTES = 32 * 1024 * 1024
const MOST_RECORDS = 20_000

/**
 * Puts records in the order of their times, as far as holding so many of them goes: the older half is handed on when there
 * are too many. A record whose clock jumped ahead waits for the others.
 */
export class TimeOrder {
  readonly #most: { records: number; bytes: number }
  #held: TrailRecord[] = []
  #bytes = 0

  constructor(most = { records: MOST_RECORDS, bytes: MOST_BYTES }) {
    this.#most = most
  }

  /** Takes records in, whose JSON has so many bytes, and hands on what has to go. */
  add(records: readonly TrailRecord[], bytes: number): TrailRecord[] {
    for (const record of records) this.#held.push(record)
    this.#bytes += bytes
    const { length } = this.#held
    const isTooMuch = length > this.#most.records || this.#bytes > this.#most.bytes
    return isTooMuch ? this.#take(Math.ceil(length / 2)) : []
  }

  /** All that is left. */
  rest(): TrailRecord[] {
    return this.#take(this.#held.length)
  }

  #take(count: number): TrailRecord[] {
    const { length } = this.#held
    if (length === 0) {
      this.#bytes = 0
      return []
    }
    this.#bytes *= 1 - count / length
    this.#held.sort((a, b) => a.eventTime.getTime() - b.eventTime.getTime())
    return this.#held.splice(0, count)
  }
}
