import { OVERLAP_MS, trailEvents } from '#server/collectors/trail-events.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { linkVersions } from '#server/store/link-versions.ts'
import { defineJob } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { scopesChangedBy } from './source-collectors.ts'
import { storeSlices } from './store-slices.ts'
import { sweepRegion } from './sweep-region.ts'
import { sweepAccountSources, sweepRegionSources } from './sweep-sources.ts'
import { findTarget, targetInput, targetKey } from './targets.ts'

const FIRST_LOOK_MS = 6 * HOUR_MS

type Cursor = { coveredTo: string }

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
      const saved = await storeSlices(context, input, slices, {
        moved: (db, coveredTo) =>
          moveCursor(db, key, { coveredTo: coveredTo.toISOString() }, new Date(context.clock())),
        isFinal: (record) => record.eventTime.getTime() < context.clock() - OVERLAP_MS,
      })
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
