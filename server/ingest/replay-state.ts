import type { EngineState, Progress, StateKey } from '#server/detections/engine/state.ts'
import { type StateRow, storedKey } from '#server/store/detection-state.ts'

/** More keys than an estate has; an intruder can make as many as calls. */
const MAX_KEYS = 1_000_000

/** What detections remember of one account while its stored records are run once more, from nothing. */
export class ReplayState implements EngineState {
  readonly #rows = new Map<string, StateRow>()
  #progress: Progress | undefined

  get progress(): Progress | undefined {
    return this.#progress
  }

  get(key: StateKey): unknown {
    return this.#rows.get(nameOf(key))?.state
  }

  set(key: StateKey, state: unknown, seenAt: Date): void {
    this.#rows.set(nameOf(key), { ...key, key: storedKey(key.key), state, seenAt })
  }

  progressOf(): Progress | undefined {
    return this.#progress
  }

  setProgress(_accountId: string, progress: Progress): void {
    this.#progress = progress
  }

  /** Forgets what was not seen for as long as its detection remembers, so that long times fit into memory; then the oldest. */
  expire(memoriesMs: ReadonlyMap<string, number>): void {
    const newestMs = this.#progress?.newestMs ?? 0
    for (const [name, { detectionId, seenAt }] of this.#rows)
      if (seenAt.getTime() < newestMs - (memoriesMs.get(detectionId) ?? 0)) this.#rows.delete(name)
    if (this.#rows.size <= MAX_KEYS) return
    const bySight = [...this.#rows].sort(([, a], [, b]) => a.seenAt.getTime() - b.seenAt.getTime())
    for (const [name] of bySight.slice(0, this.#rows.size - MAX_KEYS)) this.#rows.delete(name)
  }

  /** In the order in which they are stored. */
  rows(): StateRow[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }
}

function nameOf({ detectionId, key }: StateKey): string {
  return `${detectionId}\n${storedKey(key)}`
}
