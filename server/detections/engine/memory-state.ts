import { DAY_MS } from '#server/domain/time.ts'
import type { EngineState, Progress, StateKey } from './state.ts'

type Entry = { value: unknown; seenAtMs: number }

const nameOf = ({ accountId, detectionId, key }: StateKey) => `${accountId}\n${detectionId}\n${key}`

/** State in memory, for the command line and for replays: of bounded size, at the price of forgetting, which is counted. */
export class MemoryState implements EngineState {
  readonly #entries = new Map<string, Entry>()
  readonly #progress = new Map<string, Progress>()
  readonly #maxKeys: number
  readonly #maxAgeMs: number
  #newestMs = 0
  #dropped = 0

  constructor({ maxKeys = 500_000, maxAgeDays = 120 }: { maxKeys?: number; maxAgeDays?: number } = {}) {
    this.#maxKeys = Math.max(1, maxKeys)
    this.#maxAgeMs = maxAgeDays * DAY_MS
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#entries.size
  }

  /** Keys that were forgotten although they were not old, because there was no room. */
  get dropped(): number {
    return this.#dropped
  }

  get(key: StateKey): unknown {
    return this.#entries.get(nameOf(key))?.value
  }

  set(key: StateKey, value: unknown, seenAt: Date): void {
    const seenAtMs = seenAt.getTime()
    this.#entries.set(nameOf(key), { value, seenAtMs })
    if (seenAtMs > this.#newestMs) this.#newestMs = seenAtMs
    if (this.#entries.size > this.#maxKeys) this.#prune()
  }

  progressOf(accountId: string): Progress | undefined {
    return this.#progress.get(accountId)
  }

  setProgress(accountId: string, progress: Progress): void {
    this.#progress.set(accountId, progress)
  }

  #prune(): void {
    const oldestMs = this.#newestMs - this.#maxAgeMs
    for (const [name, { seenAtMs }] of this.#entries) if (seenAtMs < oldestMs) this.#entries.delete(name)
    const room = Math.floor(this.#maxKeys * 0.9)
    if (this.#entries.size <= room) return
    const bySight = [...this.#entries].sort(([, one], [, other]) => one.seenAtMs - other.seenAtMs)
    for (const [name] of bySight.slice(0, this.#entries.size - room)) {
      this.#entries.delete(name)
      this.#dropped += 1
    }
  }
}
