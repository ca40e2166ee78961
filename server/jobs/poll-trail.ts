import type { PoolClient } from 'pg'
import { type TrailSlice, trailEvents } from '#server/collectors/trail-events.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { linkVersions } from '#server/store/link-versions.ts'
import { saveEvents } from '#server/store/save-events.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { detect } from './detect.ts'
import { runRecorded } from './run-recorded.ts'
import { scopesChangedBy } from './source-collectors.ts'
import { sweepRegion } from './sweep-region.ts'
import { sweepAccountSources, sweepRegionSources } from './sweep-sources.ts'
import { findTarget, type Target, targetInput, targetKey } from './targets.ts'

const FIRST_LOOK_MS = 6 * HOUR_MS
/** Older events are kept and shown, but nobody is woken for them. */
const ALERT_WITHIN_MS = DAY_MS

type Cursor = { coveredTo: string }

/** Stores slices of events, with detections and the cursor in the same transaction. Returns the events that were new. */
export async function storeSlices(
  context: WorkerContext,
  target: Target,
  slices: TrailSlice[],
  moved: (db: PoolClient, coveredTo: Date) => Promise<void>,
): Promise<TrailRecord[]> {
  const { store, clock, log } = context
  const now = new Date(clock())
  const coveredTo = slices.findLast((slice) => slice.coveredTo !== null)?.coveredTo
  return saveEvents(
    store.pool,
    slices.flatMap((slice) => slice.records),
    async (db, added) => {
      const fresh = added.filter((record) => now.getTime() - record.eventTime.getTime() < ALERT_WITHIN_MS)
      await recordSignals(db, await detect(db, target, fresh, { now, log }), now)
      if (coveredTo) await moved(db, coveredTo)
    },
  )
}

const isWrite = (record: TrailRecord) => record.readOnly !== true && record.errorCode === null

export const pollTrail = defineJob({
  name: 'poll-trail',
  input: targetInput,
  keyOf: targetKey,
  concurrency: 16,
  expireInSeconds: 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    const key = { collector: trailEvents.id, accountId: input.accountId, region: input.region }
    const cursor = await readCursor<Cursor>(context.store.pool, key)
    const from = cursor ? new Date(cursor.coveredTo) : null
    const added: TrailRecord[] = []
    const request = { cursor: from, initialLookbackMs: FIRST_LOOK_MS }
    await runRecorded(context, target, trailEvents, request, signal, async (slices) => {
      const saved = await storeSlices(context, target, slices, (db, coveredTo) =>
        moveCursor(db, key, { coveredTo: coveredTo.toISOString() }, new Date(context.clock())),
      )
      added.push(...saved)
    })
    const writes = added.filter(isWrite)
    if (writes.some((record) => record.eventSource === 'lambda.amazonaws.com')) {
      await linkVersions(context.store.pool, input.accountId, new Date(context.clock()))
      await context.send(sweepRegion, input)
    }
    const scopes = scopesChangedBy(writes)
    if (scopes.includes('region')) await context.send(sweepRegionSources, input)
    if (scopes.includes('account')) await context.send(sweepAccountSources, { accountId: input.accountId })
  },
})
