import { MINUTE_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

type Room = { records: number; bytes: number }

const MEGABYTE = 1024 * 1024
/** Bytes are of JSON: in memory a record takes two to four times as much. */
const ROOM = {
  ordered: { records: 4000, bytes: 8 * MEGABYTE },
  disordered: { records: 60_000, bytes: 80 * MEGABYTE },
}
/** Detections bear so much by themselves; files of CloudTrail that follow each other seldom have more. */
const BORNE_MS = 20 * MINUTE_MS
const DISORDERED_SHARE = 0.05

/**
 * Puts records in the order of their times, as far as holding some of them goes: the older half is handed on when there are
 * too many. More are held from when they turn out not to be in order, as LookupEvents' answers, which begin with the newest.
 * A record whose clock jumped ahead waits for the others.
 */
export class TimeOrder {
  readonly #room: { ordered: Room; disordered: Room }
  #held: TrailRecord[] = []
  #bytes = 0
  #newestMs = Number.NEGATIVE_INFINITY
  #isDisordered = false

  constructor(room: { ordered: Room; disordered: Room } = ROOM) {
    this.#room = room
  }

  /** Takes records in, whose JSON has so many bytes, and hands on what has to go. */
  add(records: readonly TrailRecord[], bytes: number): TrailRecord[] {
    let late = 0
    for (const record of records) {
      const timeMs = record.eventTime.getTime()
      if (timeMs > this.#newestMs) this.#newestMs = timeMs
      else if (timeMs < this.#newestMs - BORNE_MS) late += 1
      this.#held.push(record)
    }
    if (late > records.length * DISORDERED_SHARE) this.#isDisordered = true
    this.#bytes += bytes
    const { length } = this.#held
    const room = this.#isDisordered ? this.#room.disordered : this.#room.ordered
    return length > room.records || this.#bytes > room.bytes ? this.#take(Math.ceil(length / 2)) : []
  }

  /** All that is left. */
  rest(): TrailRecord[] {
    return this.#take(this.#held.length)
  }

  #take(count: number): TrailRecord[] {
    const { length } = this.#held
    this.#bytes = length === 0 ? 0 : this.#bytes * (1 - count / length)
    this.#held.sort((a, b) => a.eventTime.getTime() - b.eventTime.getTime())
    return this.#held.splice(0, count)
  }
}
