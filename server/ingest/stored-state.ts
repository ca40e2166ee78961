import type { PoolClient } from 'pg'
import type { EngineState, Progress, StateKey } from '#server/detections/engine/state.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import {
  readProgress,
  type Progress as StoredProgress,
  saveProgress,
} from '#server/store/detection-progress.ts'
import { loadStates, type StateRow, saveStates, storedKey } from '#server/store/detection-state.ts'
import { accountsWithRecords } from '#server/store/stored-records.ts'

const nameOf = (id: StateKey) => `${id.accountId}\n${id.detectionId}\n${id.key}`

const asStored = (id: StateKey): StateKey => ({ ...id, key: storedKey(id.key) })

/** What detections remember, as the database has it: loaded for the keys of a batch, and saved where it changed. */
export class StoredState implements EngineState {
  readonly #values = new Map<string, unknown>()
  readonly #changed = new Map<string, StateRow>()
  readonly #progress: Map<string, StoredProgress>
  readonly #catalogue: string
  /** Accounts with stored records that no detection has seen: of a version without them. */
  readonly #unseen: ReadonlySet<string>

  private constructor(progress: Map<string, StoredProgress>, catalogue: string, unseen: ReadonlySet<string>) {
    this.#progress = progress
    this.#catalogue = catalogue
    this.#unseen = unseen
  }

  /** Under the lock of the accounts. */
  static async load(
    db: PoolClient,
    accountIds: readonly string[],
    keys: readonly StateKey[],
    catalogue: string,
  ): Promise<StoredState> {
    const progress = await readProgress(db, accountIds)
    const fresh = accountIds.filter((id) => !progress.has(id))
    const state = new StoredState(progress, catalogue, await accountsWithRecords(db, fresh))
    const ids = new Map(keys.map((key) => [nameOf(key), asStored(key)]))
    for (const row of await loadStates(db, [...ids.values()])) state.#values.set(nameOf(row), row.state)
    return state
  }

  get(key: StateKey): unknown {
    return this.#values.get(nameOf(asStored(key)))
  }

  set(key: StateKey, value: unknown, seenAt: Date): void {
    const id = asStored(key)
    const name = nameOf(id)
    this.#values.set(name, value)
    this.#changed.set(name, { ...id, state: value, seenAt })
  }

  progressOf(accountId: string): Progress | undefined {
    const found = this.#progress.get(accountId)
    return found && { learningSinceMs: found.learningSince.getTime(), newestMs: found.newestAt.getTime() }
  }

  setProgress(accountId: string, { learningSinceMs, newestMs }: Progress): void {
    const found = this.#progress.get(accountId)
    this.#progress.set(accountId, {
      accountId,
      replayFrom: found?.replayFrom ?? null,
      replayedAt: found?.replayedAt ?? null,
      catalogue: found?.catalogue ?? (this.#unseen.has(accountId) ? '' : this.#catalogue),
      learningSince: new Date(learningSinceMs),
      newestAt: new Date(newestMs),
    })
  }

  /** Whether a replay is asked for, or runs and may have passed this record by: then it has to be run once more. */
  isBehindReplay({ accountId, eventTime }: TrailRecord, latenessMs: number): boolean {
    const found = this.#progress.get(accountId)
    return (
      found !== undefined &&
      found.replayFrom !== null &&
      eventTime.getTime() < found.newestAt.getTime() - latenessMs
    )
  }

  /** Everything of the account has to be run again, because of this record. */
  askForReplay({ accountId, eventTime }: TrailRecord): void {
    const found = this.#progress.get(accountId)
    if (!found || (found.replayFrom !== null && found.replayFrom <= eventTime)) return
    this.#progress.set(accountId, { ...found, replayFrom: eventTime })
  }

  async save(db: PoolClient): Promise<void> {
    const rows = [...this.#changed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
    await saveStates(db, rows)
    await saveProgress(db, [...this.#progress.values()])
  }
}
