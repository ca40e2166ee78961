import type { PoolClient } from 'pg'
import type { Detection } from '#server/detections/define-detection.ts'
import { type Clock, DAY_MS } from '#server/domain/time.ts'
import { makeReject, type Reject, type RejectReason } from '#server/domain/trail/reject.ts'
import type { RecordSource, TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Env } from '#server/env.ts'
import type { Logger } from '#server/logger.ts'
import { countDropped } from '#server/store/dropped-reads.ts'
import { differences, findKnownEvents } from '#server/store/find-known-events.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { insertEvents } from '#server/store/insert-events.ts'
import { keyText } from '#server/store/json-text.ts'
import { lockAccounts } from '#server/store/lock-accounts.ts'
import { ensureEventPartitions } from '#server/store/partitions.ts'
import { saveRejects } from '#server/store/save-rejects.ts'
import type { Store } from '#server/store/store.ts'
import { ALERT_WITHIN_MS, detectIn } from './detect-in.ts'
import { estateOf } from './estate.ts'
import { inTurn } from './in-turn.ts'
import { recordHits } from './record-hits.ts'
import { rulebookOf } from './rulebook.ts'

export type IngestContext = {
  store: Store
  clock: Clock
  log: Pick<Logger, 'error'>
  env: Pick<Env, 'SIGHTLINE_EVENT_RETENTION_DAYS'>
  /** The catalogue's by default. */
  detections?: readonly Detection[]
}

export type IngestOptions = {
  source: RecordSource
  /** File, queue or region that the records were read from, for what is said of those that are kept aside. */
  place?: string
  /** What of the same batch could not be read. */
  rejects?: Reject[]
  /** Whether a dropped read is counted now: false for what will be read once more. All are by default. */
  isFinal?: (record: TrailRecord) => boolean
  /** Runs in the same transaction, so that a cursor moves only with what it covers. */
  moved?: (db: PoolClient) => Promise<void>
}

export type Ingested = {
  /** Records that are stored now and were not before. */
  added: TrailRecord[]
  /** Records that were there already, with the same content. */
  repeated: number
  /** Records whose id was there already with another time or other content: the first one was kept. */
  conflicts: number
  /** Reads of services that are not watched, of which no detection took note. */
  dropped: number
  hits: number
  alertsOpened: number
}

/**
 * Takes in what a source has read, exactly once by event id whatever arrives twice, late or from two sources: events,
 * detections with their memory, hits, alerts and the source's cursor, in one transaction.
 */
export async function ingestRecords(
  context: IngestContext,
  records: readonly TrailRecord[],
  options: IngestOptions,
): Promise<Ingested> {
  const { store, clock, env } = context
  const nowMs = clock()
  const now = new Date(nowMs)
  const sorted = sortOut(records, options, { nowMs, keptMs: env.SIGHTLINE_EVENT_RETENTION_DAYS * DAY_MS })
  const rulebook = await rulebookOf(store, { detections: context.detections })
  await ensureEventPartitions(store.pool, new Set(sorted.unique.map(({ eventTime }) => eventTime.getTime())))
  const accountIds = new Set(sorted.unique.map(({ accountId }) => accountId))
  const work = async (db: PoolClient): Promise<Ingested> => {
    await lockAccounts(db, accountIds)
    const known = await findKnownEvents(db, sorted.unique)
    const rejects = [
      ...(options.rejects ?? []),
      ...sorted.rejects,
      ...known.conflicts.map(({ record, differs }) => conflict(record, differs, options)),
    ]
    const fresh = sorted.unique.filter((record) => !known.ids.has(keyText(record.eventId)))
    const detected = await detectIn(db, context, { estate: estateOf(store), rulebook }, fresh)
    const added = await insertEvents(db, detected.kept)
    await detected.save()
    const alertsFrom = new Date(nowMs - ALERT_WITHIN_MS)
    const alertsOpened = await recordHits(db, detected.hits, rulebook, { now, alertsFrom })
    const accountId = records[0]?.accountId ?? ''
    await saveRejects(db, rejects, { source: options.source, accountId }, now)
    await countDropped(db, detected.dropped.filter(options.isFinal ?? (() => true)), now)
    await options.moved?.(db)
    const conflicts = sorted.conflicts + known.conflicts.length
    return {
      added,
      repeated: records.length - fresh.length - sorted.refused - conflicts,
      conflicts,
      dropped: detected.dropped.length,
      hits: detected.hits.length,
      alertsOpened,
    }
  }
  return inTurn(store, accountIds, () => inTransaction(store.pool, work))
}

/** Files of all days that are kept no longer are told as one: there may be a hundred thousand. */
const OF_A_DAY = /(?<=\/)\d{4}\/\d{2}\/\d{2}\/[^/]+$/

type Sorted = {
  /** Each id once, in the order of their times. */
  unique: TrailRecord[]
  rejects: Reject[]
  conflicts: number
  /** Too old to be kept, or of a time that cannot be. */
  refused: number
}

function conflict(record: TrailRecord, differs: string[], options: IngestOptions): Reject {
  const place = options.place ?? `${record.accountId}/${record.region}`
  const detail = `another ${differs.join(', ')}; the first record is kept`
  return makeReject(place, 'conflicting-id', detail, record.eventId)
}

/** Of records with one id the first is kept; those that would be dropped at once, or are of a time to come, are not. */
function sortOut(
  records: readonly TrailRecord[],
  options: IngestOptions,
  { nowMs, keptMs }: { nowMs: number; keptMs: number },
): Sorted {
  const byId = new Map<string, TrailRecord>()
  const sorted: Sorted = { unique: [], rejects: [], conflicts: 0, refused: 0 }
  const refuse = (record: TrailRecord, reason: RejectReason, detail: string) => {
    const named = options.place ?? `${record.accountId}/${record.region}`
    const place = reason === 'older-than-kept' ? named.replace(OF_A_DAY, '') : named
    sorted.rejects.push(makeReject(place, reason, detail, record.eventId))
    sorted.refused += 1
  }
  for (const record of records) {
    const atMs = record.eventTime.getTime()
    if (atMs > nowMs + DAY_MS) {
      refuse(record, 'impossible-time', 'more than a day ahead of the clock')
      continue
    }
    if (atMs < nowMs - keptMs) {
      refuse(record, 'older-than-kept', 'events are not kept for so long')
      continue
    }
    const id = keyText(record.eventId)
    const first = byId.get(id)
    if (!first) {
      byId.set(id, record)
      continue
    }
    const differs = differences(first, record)
    if (differs.length === 0) continue
    sorted.conflicts += 1
    sorted.rejects.push(conflict(record, differs, options))
  }
  sorted.unique = [...byId.values()].sort((a, b) => a.eventTime.getTime() - b.eventTime.getTime())
  return sorted
}
