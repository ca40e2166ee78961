import { DAY_MS } from '#server/domain/time.ts'
import type { EngineState, Progress, StateKey } from './state.ts'

type Entry = { value: unknown; seenAtMs: number }
type Entries = Map<string, Entry>

/** State in memory, for the command line and for replays: of bounded size, at the price of forgetting, which is counted. */
export class MemoryState implements EngineState {
  readonly #accounts = new Map<string, Map<string, Entries>>()
  readonly #progress = new Map<string, Progress>()
  readonly #maxKeys: number
  readonly #maxAgeMs: number
  #newestMs = 0
  #size = 0
  #dropped = 0

  constructor({ maxKeys = 500_000, maxAgeDays = 120 }: { maxKeys?: number; maxAgeDays?: number } = {}) {
    this.#maxKeys = Math.max(1, maxKeys)
    this.#maxAgeMs = maxAgeDays * DAY_MS
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#size
  }

  /** Keys that were forgotten although they were not old, because there was no room. */
  get dropped(): number {
    return this.#dropped
  }

  get({ accountId, detectionId, key }: StateKey): unknown {
    return this.#accounts.get(accountId)?.get(detectionId)?.get(key)?.value
  }

  set({ accountId, detectionId, key }: StateKey, value: unknown, seenAt: Date): void {
    const seenAtMs = seenAt.getTime()
    const entries = this.#entriesOf(accountId, detectionId)
    const known = entries.get(key)
    if (known) {
      known.value = value
      known.seenAtMs = seenAtMs
    } else {
      entries.set(key, { value, seenAtMs })
      this.#size += 1
    }
    if (seenAtMs > this.#newestMs) this.#newestMs = seenAtMs
    if (this.#size > this.#maxKeys) this.#prune()
  }

  progressOf(accountId: string): Progress | undefined {
    return this.#progress.get(accountId)
  }

  setProgress(accountId: string, progress: Progress): void {
    this.#progress.set(accountId, progress)
  }

  #entriesOf(accountId: string, detectionId: string): Entries {
    const detections = this.#accounts.get(accountId) ?? new Map<string, Entries>()
    if (detections.size === 0) this.#accounts.set(accountId, detections)
    const entries = detections.get(detectionId) ?? new Map<string, Entry>()
    if (entries.size === 0) detections.set(detectionId, entries)
    return entries
  }

  /** What is older than any detection remembers goes first; then what was not seen for longest, a tenth at a time. */
  #prune(): void {
    this.#forget(this.#newestMs - this.#maxAgeMs)
    const room = Math.floor(this.#maxKeys * 0.9)
    const tooMany = this.#size - room
    if (tooMany <= 0) return
    const times: number[] = []
    for (const entries of this.#all()) for (const { seenAtMs } of entries.values()) times.push(seenAtMs)
    times.sort((one, other) => one - other)
    const before = this.#size
    this.#forget((times[tooMany - 1] ?? 0) + 1)
    this.#dropped += before - this.#size
  }

  #forget(beforeMs: number): void {
    for (const entries of this.#all())
      for (const [key, { seenAtMs }] of entries)
        if (seenAtMs < beforeMs) {
          entries.delete(key)
          this.#size -= 1
        }
  }

  *#all(): Generator<Entries> {
    for (const detections of this.#accounts.values()) yield* detections.values()
  }
}
