import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { type Progress, REPLAYING, readAllProgress } from '#server/store/detection-progress.ts'
import type { IngestContext } from './ingest-records.ts'
import { rulebookOf } from './rulebook.ts'

/** How long after a replay the next one begins at the earliest: each reads all that is stored of an account. */
const AFTER_CHANGE_MS = MINUTE_MS
const AFTER_LATE_MS = 15 * MINUTE_MS
/** Everything that a backfill reads comes late; there is no use in running it again after every page. */
const WHILE_BACKFILLING_MS = HOUR_MS

function paceOf(progress: Progress, catalogue: string, nowMs: number, isBackfilling: boolean): number {
  if (progress.catalogue !== catalogue) return AFTER_CHANGE_MS
  const fromMs = progress.replayFrom?.getTime()
  const isAsked = fromMs !== undefined && (fromMs <= nowMs || fromMs === REPLAYING.getTime())
  if (!isAsked) return Number.POSITIVE_INFINITY
  return isBackfilling ? WHILE_BACKFILLING_MS : AFTER_LATE_MS
}

/**
 * Accounts whose stored records have to be run once more: since records came too late, since the detections or their
 * settings are others than they were, or since a replay was broken off.
 */
export async function dueReplays(
  { store, clock, detections }: Pick<IngestContext, 'store' | 'clock' | 'detections'>,
  backfilling: ReadonlySet<string>,
): Promise<string[]> {
  const { catalogue } = await rulebookOf(store, { detections })
  const nowMs = clock()
  const isDue = (progress: Progress) =>
    nowMs - (progress.replayedAt?.getTime() ?? 0) >=
    paceOf(progress, catalogue, nowMs, backfilling.has(progress.accountId))
  return (await readAllProgress(store.pool)).filter(isDue).map(({ accountId }) => accountId)
}
