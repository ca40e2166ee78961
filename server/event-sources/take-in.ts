import type { PoolClient } from 'pg'
import type { Reject } from '#server/domain/trail/reject.ts'
import type { RecordSource, TrailRecord } from '#server/domain/trail/trail-record.ts'
import { ingestRecords } from '#server/ingest/ingest-records.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { countReceived, type StoredSource } from '#server/store/trail-sources.ts'
import { followEvents } from './follow-events.ts'

export type Read = { records: TrailRecord[]; rejects: Reject[] }

type Options = {
  source: RecordSource
  place: string
  /** Runs in the transaction that stores them. */
  moved?: (db: PoolClient) => Promise<void>
}

/** Takes in what a source brought, counts it at the source in the same transaction, and has changes looked at. */
export async function takeIn(
  context: WorkerContext,
  source: Pick<StoredSource, 'id'>,
  { records, rejects }: Read,
  options: Options,
): Promise<void> {
  const nowMs = context.clock()
  const times = records.map(({ eventTime }) => eventTime.getTime()).filter((timeMs) => timeMs <= nowMs)
  const newestMs = times.reduce<number | null>((max, at) => (max === null || at > max ? at : max), null)
  const received = {
    records: records.length,
    newestAt: newestMs === null ? null : new Date(newestMs),
    lagMs: newestMs === null ? null : nowMs - newestMs,
  }
  const { added } = await ingestRecords(context, records, {
    source: options.source,
    place: options.place,
    rejects,
    moved: async (db) => {
      await countReceived(db, source.id, received, new Date(nowMs))
      await options.moved?.(db)
    },
  })
  await followEvents(context, added)
}
