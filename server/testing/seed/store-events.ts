import type { Pool } from 'pg'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { insertEvents } from '#server/store/insert-events.ts'
import { ensureEventPartitions } from '#server/store/partitions.ts'

const BATCH = 2000

/** Stores records as the ingest does, those that are there already left as they are. */
export async function storeEvents(pool: Pool, records: readonly TrailRecord[]): Promise<void> {
  await ensureEventPartitions(pool, new Set(records.map((record) => record.eventTime.getTime())))
  for (let at = 0; at < records.length; at += BATCH)
    await inTransaction(pool, (db) => insertEvents(db, records.slice(at, at + BATCH)))
}
