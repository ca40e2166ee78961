import type { PoolClient } from 'pg'
import type { TrailSlice } from '#server/collectors/trail-events.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { ingestRecords } from '#server/ingest/ingest-records.ts'
import type { WorkerContext } from './define-job.ts'
import type { TargetInput } from './targets.ts'

type Options = {
  /** Moves the cursor, in the transaction that stores what it covers. */
  moved: (db: PoolClient, coveredTo: Date) => Promise<void>
  /** Whether a record will not be read once more by the next run. */
  isFinal?: (record: TrailRecord) => boolean
}

/** Takes in slices of LookupEvents, and moves the cursor to where they reach. Returns the records that were new. */
export async function storeSlices(
  context: WorkerContext,
  { accountId, region }: TargetInput,
  slices: readonly TrailSlice[],
  { moved, isFinal }: Options,
): Promise<TrailRecord[]> {
  const coveredTo = slices.findLast((slice) => slice.coveredTo !== null)?.coveredTo
  const keptFromMs = context.clock() - context.env.SIGHTLINE_EVENT_RETENTION_DAYS * DAY_MS
  // What has become too old to be kept while it was read was no mistake of anybody.
  const isKept = ({ eventTime }: TrailRecord) => eventTime.getTime() >= keptFromMs
  const { added } = await ingestRecords(
    context,
    slices.flatMap((slice) => slice.records.filter(isKept)),
    {
      source: 'lookup',
      place: `LookupEvents in ${accountId}/${region}`,
      isFinal,
      moved: async (db) => {
        if (coveredTo) await moved(db, coveredTo)
      },
    },
  )
  return added
}
