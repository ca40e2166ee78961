import { trailEvents } from '#server/collectors/trail-events.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { type BackfillCursor, backfillDepthMs, backfilledShare } from '#server/domain/trail/backfill.ts'
import type { Env } from '#server/env.ts'
import { requestReplay } from '#server/ingest/request-replay.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { defineJob } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { storeSlices } from './store-slices.ts'
import { findTarget, targetInput, targetKey } from './targets.ts'

const CHUNK_MS = 12 * HOUR_MS
const NAME = 'backfill-trail'

/** Reads the events of up to ninety days before the first look, newest first, so that the recent past is there soon. */
export const backfillTrail = defineJob({
  name: NAME,
  input: targetInput,
  keyOf: targetKey,
  concurrency: 3,
  expireInSeconds: 12 * 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    const { pool } = context.store
    const key = { collector: NAME, accountId: input.accountId, region: input.region }
    const begun = await readCursor<BackfillCursor>(pool, key)
    const startedAt = begun?.startedAt ?? new Date(context.clock()).toISOString()
    const depthMs = backfillDepthMs(context.env.SIGHTLINE_EVENT_RETENTION_DAYS)
    const floorMs = Date.parse(startedAt) - depthMs
    const save = async (coveredFromMs: number) => {
      // The first records came before anything was known of the functions that they are about.
      if (coveredFromMs === floorMs) await requestReplay(context, input.accountId)
      const cursor: BackfillCursor = { coveredFrom: new Date(coveredFromMs).toISOString(), startedAt }
      await moveCursor(pool, key, cursor, new Date(context.clock()))
    }
    let toMs = Date.parse(begun?.coveredFrom ?? startedAt)
    while (toMs > floorMs) {
      signal.throwIfAborted()
      // What has become too old to be kept while newer events were fetched is left.
      if (toMs <= context.clock() - depthMs) return save(floorMs)
      const fromMs = Math.max(floorMs, toMs - CHUNK_MS)
      const request = { cursor: new Date(fromMs), to: new Date(toMs), overlapMs: 0 }
      const { complete } = await runRecorded(
        context,
        target,
        trailEvents,
        request,
        signal,
        async (slices) => {
          await storeSlices(context, input, slices, { moved: async () => undefined })
        },
      )
      if (!complete) return
      toMs = fromMs
      await save(fromMs)
    }
  },
})

/** True once there is nothing left to backfill. */
export function isBackfilled(cursor: BackfillCursor | undefined, env: Env): boolean {
  return backfilledShare(cursor, env.SIGHTLINE_EVENT_RETENTION_DAYS) === 1
}
