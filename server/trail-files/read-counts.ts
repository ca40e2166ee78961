import type { Reject, RejectReason } from '#server/domain/trail/reject.ts'
import { type Notes, noNotes, type TrailBatch } from './trail-batch.ts'

const NAMED_REJECTS = 20
/** Of one reason: what is broken a thousand times alike is not to hide what is broken once. */
const NAMED_ALIKE = 3

/** What was read, and what was not. */
export class ReadCounts {
  records = 0
  /** Of files as they are stored. */
  bytes = 0
  textBytes = 0
  /** Files that were begun. */
  files = 0
  readonly accounts = new Set<string>()
  firstMs = Number.POSITIVE_INFINITY
  lastMs = Number.NEGATIVE_INFINITY
  readonly notes: Notes = noNotes()
  readonly rejects = new Map<RejectReason, number>()
  /** The first ones. */
  readonly named: Reject[] = []
  #file: string | undefined

  get rejected(): number {
    return [...this.rejects.values()].reduce((sum, count) => sum + count, 0)
  }

  add(batch: TrailBatch): void {
    if (batch.file !== this.#file) this.files += 1
    this.#file = batch.file
    this.records += batch.records.length
    this.bytes += batch.bytesRead
    this.textBytes += batch.textBytes
    for (const { accountId, eventTime } of batch.records) {
      this.accounts.add(accountId)
      const timeMs = eventTime.getTime()
      if (timeMs < this.firstMs) this.firstMs = timeMs
      if (timeMs > this.lastMs) this.lastMs = timeMs
    }
    for (const name of Object.keys(this.notes) as (keyof Notes)[]) this.notes[name] += batch.notes[name]
    this.addRejects(batch.rejects)
  }

  addRejects(rejects: readonly Reject[]): void {
    for (const reject of rejects) {
      this.rejects.set(reject.reason, (this.rejects.get(reject.reason) ?? 0) + (reject.count ?? 1))
      const alike = this.named.filter(({ reason }) => reason === reject.reason).length
      if (alike < NAMED_ALIKE && this.named.length < NAMED_REJECTS) this.named.push(reject)
    }
  }
}
