import { z } from 'zod'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { memoriesOf } from '#server/ingest/memory-of.ts'
import { rulebookOf } from '#server/ingest/rulebook.ts'
import { dropOldHits } from '#server/store/detection-hits.ts'
import { expireStates } from '#server/store/detection-state.ts'
import { maskOlderTexts } from '#server/store/mask-older-texts.ts'
import { dropBandsBefore } from '#server/store/metric-bands.ts'
import { dropIncidentsBefore } from '#server/store/metric-incidents.ts'
import { dropExpiredPartitions, retentionOf } from '#server/store/partitions.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
import { closeAbandonedRuns, dropOldRuns } from '#server/store/runs.ts'
import { dropOldRejects } from '#server/store/save-rejects.ts'
import { dropOldSpend } from '#server/store/watch-spend.ts'
import { defineJob } from './define-job.ts'

const RUNS_KEPT_MS = 3 * DAY_MS
/** Longer than any job may take. */
const ABANDONED_AFTER_MS = 13 * HOUR_MS

/** Rolls points up, and drops what is older than its retention. */
export const maintainStore = defineJob({
  name: 'maintain-store',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '*/5 * * * *', input: {} },
  expireInSeconds: 1800,
  async run(context) {
    const { env, store, log } = context
    const nowMs = context.clock()
    await rollUpPoints(store.pool, nowMs)
    const retention = retentionOf(env.SIGHTLINE_EVENT_RETENTION_DAYS, env.SIGHTLINE_ROLLUP_RETENTION_MONTHS)
    const dropped = await dropExpiredPartitions(store.pool, retention, nowMs)
    if (dropped.length > 0) log.info({ dropped }, 'dropped what is older than its retention')
    const eventsFrom = new Date(nowMs - env.SIGHTLINE_EVENT_RETENTION_DAYS * DAY_MS)
    await dropBandsBefore(store.pool, new Date(nowMs - retention.pointDays[300] * DAY_MS))
    await dropIncidentsBefore(store.pool, new Date(nowMs - retention.pointDays[3600] * DAY_MS))
    await dropOldHits(store.pool, eventsFrom)
    await dropOldRejects(store.pool, eventsFrom)
    await maskOlderTexts(store.pool, nowMs, eventsFrom.getTime())
    await expireStates(store.pool, memoriesOf(await rulebookOf(store)))
    await closeAbandonedRuns(store.pool, new Date(nowMs - ABANDONED_AFTER_MS), new Date(nowMs))
    await dropOldRuns(store.pool, new Date(nowMs - RUNS_KEPT_MS))
    await dropOldSpend(store.pool, new Date(nowMs - retention.pointDays[86_400] * DAY_MS))
  },
})
