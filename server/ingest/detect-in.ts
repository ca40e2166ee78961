import type { PoolClient } from 'pg'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { isKept } from '#server/domain/trail/watched-sources.ts'
import type { Estate } from './estate.ts'
import type { IngestContext } from './ingest-records.ts'
import { type JudgedHit, judgeHits } from './record-hits.ts'
import type { Rulebook } from './rulebook.ts'
import { StoredState } from './stored-state.ts'

/** Older events are kept and shown, but nobody is woken for them. */
export const ALERT_WITHIN_MS = DAY_MS

/** Records further ahead of the clock wait for a replay: by them everything that comes in time would be late. */
export const AHEAD_MS = 10 * MINUTE_MS

export type Detected = {
  hits: JudgedHit[]
  /** Records that are to be stored. */
  kept: TrailRecord[]
  /** Reads of services that are not watched, of which no detection took note. */
  dropped: TrailRecord[]
  /** Keeps what the detections remember now; to be called once the records are stored. */
  save: () => Promise<void>
}

/** Runs the detections over records that were not there before, with what they remember of their accounts. */
export async function detectIn(
  db: PoolClient,
  { clock, log }: Pick<IngestContext, 'clock' | 'log'>,
  { estate, rulebook }: { estate: Estate; rulebook: Rulebook },
  records: readonly TrailRecord[],
): Promise<Detected> {
  const { engine } = rulebook
  const nowMs = clock()
  const accountIds = [...new Set(records.map((record) => record.accountId))]
  const context = await estate.contextFor(db, accountIds, new Date(nowMs))
  const ahead = records.filter((record) => record.eventTime.getTime() > nowMs + AHEAD_MS)
  const present = ahead.length === 0 ? records : records.filter((record) => !ahead.includes(record))
  const [certain, idle] = partition(present, isKept)
  const noted = idle.map((record) => ({ record, isSelected: engine.keysOf([record], context).length > 0 }))
  const state = await StoredState.load(db, accountIds, engine.keysOf(present, context), rulebook.catalogue)
  for (const record of present)
    if (state.isBehindReplay(record, engine.latenessMs)) state.askForReplay(record)
  const { hits, tooLate, failures } = engine.run(present, context, state)
  for (const { detectionId, eventId, error } of failures)
    log.error({ err: error, detection: detectionId, event: eventId }, 'a detection failed')
  for (const record of [...tooLate, ...ahead]) state.askForReplay(record)
  const seen = new Set(hits.flatMap((hit) => hit.eventIds))
  const isNoted = (one: (typeof noted)[number]) => one.isSelected || seen.has(one.record.eventId)
  const [kept, dropped] = partition(noted, isNoted)
  return {
    hits: judgeHits(hits, rulebook),
    kept: [...certain, ...ahead, ...kept.map((one) => one.record)],
    dropped: dropped.map((one) => one.record),
    save: () => state.save(db),
  }
}

function partition<T>(items: readonly T[], isWanted: (item: T) => boolean): [T[], T[]] {
  const wanted: T[] = []
  const others: T[] = []
  for (const item of items) (isWanted(item) ? wanted : others).push(item)
  return [wanted, others]
}
