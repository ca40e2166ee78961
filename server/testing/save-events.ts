import type { Pool, PoolClient } from 'pg'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { insertEvents } from '#server/store/insert-events.ts'
import { ensureEventPartitions } from '#server/store/partitions.ts'

/** Stores events as they are, without detections. Returns those that were new. */
export async function saveEvents(
  pool: Pool,
  records: TrailRecord[],
  alongside?: (db: PoolClient) => Promise<void>,
): Promise<TrailRecord[]> {
  await ensureEventPartitions(pool, new Set(records.map((record) => record.eventTime.getTime())))
  return inTransaction(pool, async (db) => {
    const added = await insertEvents(db, records)
    await alongside?.(db)
    return added
  })
}
