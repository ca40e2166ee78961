import type { Pool, PoolClient } from 'pg'
import { HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { type Progress, REPLAYING, readProgress, saveProgress } from '#server/store/detection-progress.ts'
import { dropStates, saveStates } from '#server/store/detection-state.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { lockAccounts } from '#server/store/lock-accounts.ts'
import { firstRecordFrom, storedRecords } from '#server/store/stored-records.ts'
import { AHEAD_MS, ALERT_WITHIN_MS } from './detect-in.ts'
import { type Estate, estateOf } from './estate.ts'
import { inTurn } from './in-turn.ts'
import type { IngestContext } from './ingest-records.ts'
import { memoriesOf } from './memory-of.ts'
import { incidentsOf, type JudgedHit, judgeHits } from './record-hits.ts'
import { type Replaced, replaceHits } from './replace-hits.ts'
import { ReplayState } from './replay-state.ts'
import { type Rulebook, rulebookOf } from './rulebook.ts'

export type Replayed = Replaced & { records: number }

const EXPIRE_EVERY = 100_000
const FOLD_AT = 5000
const STATES_A_STATEMENT = 5000

/** Runs stored records of one account in the order of their times, and keeps nothing but in memory. */
class Replay {
  readonly state = new ReplayState()
  hits: JudgedHit[] = []
  records = 0
  readonly #rulebook: Rulebook
  readonly #estate: Estate
  readonly #memoriesMs: ReadonlyMap<string, number>
  readonly #options: Pick<IngestContext, 'clock' | 'log'>

  constructor(rulebook: Rulebook, estate: Estate, options: Pick<IngestContext, 'clock' | 'log'>) {
    this.#rulebook = rulebook
    this.#estate = estate
    this.#options = options
    this.#memoriesMs = memoriesOf(rulebook)
  }

  async add(db: Pool | PoolClient, records: readonly TrailRecord[]): Promise<void> {
    const [first] = records
    if (!first) return
    const now = new Date(this.#options.clock())
    const context = await this.#estate.contextFor(db, [first.accountId], now)
    const { hits, failures } = this.#rulebook.engine.run(records, context, this.state)
    for (const { detectionId, eventId, error } of failures)
      this.#options.log.error({ err: error, detection: detectionId, event: eventId }, 'a detection failed')
    this.hits.push(...judgeHits(hits, this.#rulebook))
    if (this.hits.length > FOLD_AT) this.hits = this.incidents()
    const before = this.records
    this.records += records.length
    if (Math.floor(before / EXPIRE_EVERY) !== Math.floor(this.records / EXPIRE_EVERY))
      this.state.expire(this.#memoriesMs)
  }

  incidents(): JudgedHit[] {
    return incidentsOf(this.hits).map(({ hit }) => hit)
  }
}

/** Notes that a replay begins: what is asked for from now on needs another one. */
async function begin(pool: Pool, accountId: string): Promise<Progress | undefined> {
  return inTransaction(pool, async (db) => {
    await lockAccounts(db, [accountId])
    const progress = (await readProgress(db, [accountId])).get(accountId)
    if (progress) await saveProgress(db, [{ ...progress, replayFrom: REPLAYING }])
    return progress
  })
}

async function saveAllStates(
  db: PoolClient,
  accountId: string,
  state: ReplayState,
  from: Date,
): Promise<void> {
  await dropStates(db, accountId, from)
  const rows = state.rows()
  for (let at = 0; at < rows.length; at += STATES_A_STATEMENT)
    await saveStates(db, rows.slice(at, at + STATES_A_STATEMENT))
}

/**
 * Runs the detections over all stored records of an account in the order of their times, as if they had come so, and
 * keeps what comes of it: for records that came too late, and after detections or their settings have changed. All but
 * the last minutes is read while records go on being taken in. Undefined where nothing is known of the account.
 */
export async function replayDetections(
  context: IngestContext,
  accountId: string,
  signal: AbortSignal,
): Promise<Replayed | undefined> {
  const { store, clock } = context
  const rulebook = await rulebookOf(store, { detections: context.detections, maxAgeMs: 0 })
  const begun = await begin(store.pool, accountId)
  if (!begun) return undefined
  const replay = new Replay(rulebook, estateOf(store), context)
  const settledTo = new Date(begun.newestAt.getTime() - rulebook.engine.latenessMs)
  for await (const records of storedRecords(store.pool, { from: new Date(0), to: settledTo, accountId })) {
    signal.throwIfAborted()
    await replay.add(store.pool, records)
  }
  const settle = async (db: PoolClient): Promise<Replayed> => {
    await lockAccounts(db, [accountId])
    const nowMs = clock()
    const to = new Date(nowMs + AHEAD_MS)
    for await (const records of storedRecords(db, { from: settledTo, to, accountId })) {
      signal.throwIfAborted()
      await replay.add(db, records)
    }
    const now = new Date(nowMs)
    const current = (await readProgress(db, [accountId])).get(accountId) ?? begun
    const { learningSinceMs, newestMs } = replay.state.progress ?? {
      learningSinceMs: current.learningSince.getTime(),
      newestMs: current.newestAt.getTime(),
    }
    const isWhole = current.learningSince.getTime() > learningSinceMs - HOUR_MS
    await saveAllStates(db, accountId, replay.state, new Date(learningSinceMs))
    const replaced = await replaceHits(db, replay.incidents(), {
      accountId,
      rulebook,
      from: new Date(learningSinceMs),
      isWhole,
      now,
      alertsFrom: new Date(nowMs - ALERT_WITHIN_MS),
    })
    const asked = current.replayFrom?.getTime() === REPLAYING.getTime() ? null : current.replayFrom
    await saveProgress(db, [
      {
        ...current,
        learningSince: new Date(Math.min(current.learningSince.getTime(), learningSinceMs)),
        newestAt: new Date(Math.max(current.newestAt.getTime(), newestMs)),
        replayFrom: asked ?? (await firstRecordFrom(db, accountId, to)),
        replayedAt: now,
        catalogue: rulebook.catalogue,
      },
    ])
    return { ...replaced, records: replay.records }
  }
  return inTurn(store, [accountId], () => inTransaction(store.pool, settle))
}
