import { makeReject, type Reject } from '#server/domain/trail/reject.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { type IngestContext, ingestRecords } from '#server/ingest/ingest-records.ts'
import type { FoundFiles } from '#server/trail-files/find-trail-files.ts'
import { ReadCounts } from '#server/trail-files/read-counts.ts'
import { type ReadFilesOptions, readTrailFiles } from '#server/trail-files/read-trail-files.ts'
import { TimeOrder } from '#server/trail-files/time-order.ts'

export type ImportResult = {
  read: ReadCounts
  added: number
  /** Records that were stored before, by whatever source. */
  repeated: number
  /** Records whose id was stored before with other content. */
  conflicts: number
  /** Reads of services that are not watched: of no use to detections, and not kept. */
  dropped: number
  /** Records of times for which events are kept no longer. */
  tooOld: number
  hits: number
  alertsOpened: number
}

type Options = ReadFilesOptions & {
  /** Accounts whose records are taken in; of all where it is missing. */
  accounts?: ReadonlySet<string>
  progress?: (result: ImportResult) => void
}

const TAKEN_AT_ONCE = 2000

/**
 * Takes the records of files into the database, each once by its id, however often it is started: a start after a break
 * reads again, and adds what is missing.
 */
export async function importFiles(
  context: IngestContext,
  { files, rejects, otherFiles }: FoundFiles,
  { accounts, progress, ...options }: Options,
): Promise<ImportResult> {
  const order = new TimeOrder()
  const read = new ReadCounts()
  const result: ImportResult = {
    read,
    added: 0,
    repeated: 0,
    conflicts: 0,
    dropped: 0,
    tooOld: 0,
    hits: 0,
    alertsOpened: 0,
  }
  read.addRejects(rejects)
  read.notes.otherFiles += otherFiles
  let untold = [...rejects]

  const takeIn = async (records: TrailRecord[]) => {
    for (let at = 0; at < records.length || (at === 0 && untold.length > 0); at += TAKEN_AT_ONCE) {
      const some = records.slice(at, at + TAKEN_AT_ONCE)
      const told = untold
      untold = []
      const taken = await ingestRecords(context, some, { source: 'import', rejects: told })
      result.added += taken.added.length
      result.repeated += taken.repeated
      result.conflicts += taken.conflicts
      result.dropped += taken.dropped
      result.hits += taken.hits
      result.alertsOpened += taken.alertsOpened
      result.tooOld += some.length - taken.added.length - taken.repeated - taken.conflicts - taken.dropped
      progress?.(result)
    }
  }

  for await (const batch of readTrailFiles(files, { ...options, source: 'import', clock: context.clock })) {
    const { records, rejects: foreign } = sortOut(batch.records, batch.file, accounts)
    read.add({ ...batch, records, rejects: [...batch.rejects, ...foreign] })
    untold.push(...batch.rejects, ...foreign)
    await takeIn(order.add(records, batch.textBytes))
  }
  await takeIn(order.rest())
  return result
}

/** Somebody else's records do not get among one's own by mistake. */
function sortOut(
  records: TrailRecord[],
  file: string,
  accounts: ReadonlySet<string> | undefined,
): { records: TrailRecord[]; rejects: Reject[] } {
  if (!accounts) return { records, rejects: [] }
  const own = records.filter(({ accountId }) => accounts.has(accountId))
  if (own.length === records.length) return { records, rejects: [] }
  const foreign = Map.groupBy(
    records.filter(({ accountId }) => !accounts.has(accountId)),
    ({ accountId }) => accountId,
  )
  const rejects = [...foreign].map(([accountId, { length: count }]) => ({
    ...makeReject(file, 'unknown-account', `Records of account ${accountId}, which is not watched.`),
    count,
  }))
  return { records: own, rejects }
}
