import type { Writable } from 'node:stream'
import type { ReadCounts } from '#server/trail-files/read-counts.ts'

const EACH_MS = 250
const CLEAR = '\r\u001B[2K'

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

/** One line on a terminal that says how far reading is; nothing where it is none. */
export class FileProgress {
  readonly #out: Writable | undefined
  readonly #total: { files: number; bytes: number }
  readonly #startedMs = performance.now()
  #shownMs = Number.NEGATIVE_INFINITY
  #isShown = false

  constructor(out: Writable & { isTTY?: boolean }, files: readonly { bytes: number }[]) {
    this.#out = out.isTTY ? out : undefined
    this.#total = { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
  }

  show(read: ReadCounts, found: string): void {
    const nowMs = performance.now()
    if (!this.#out || nowMs < this.#shownMs + EACH_MS) return
    this.#shownMs = nowMs
    this.#isShown = true
    const { files, bytes } = this.#total
    const share = bytes > 0 ? ` (${Math.min(100, Math.floor((100 * read.bytes) / bytes))} %)` : ''
    const perSecond = Math.round(read.records / Math.max(0.001, (nowMs - this.#startedMs) / 1000))
    const memory = megabytes(process.memoryUsage.rss())
    this.#out.write(
      `${CLEAR}${read.files} of ${files} files, ${megabytes(read.bytes)}${share}, ${read.records.toLocaleString('en')} records, ${perSecond.toLocaleString('en')} a second, ${found}, ${memory} of memory`,
    )
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.#isShown) this.#out?.write(CLEAR)
    this.#isShown = false
  }
}
