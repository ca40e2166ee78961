import { z } from 'zod'
import { listLogFiles } from '#server/event-sources/list-log-files.ts'
import { listMetricFiles } from '#server/event-sources/list-metric-files.ts'
import { countSourceSpend, sourceCall } from '#server/event-sources/source-call.ts'
import { findSource, setSourceStatus } from '#server/store/trail-sources.ts'
import { defineJob } from './define-job.ts'

/** Reads the files that are new in one bucket: log files, or those of a metric stream. */
export const listSource = defineJob({
  name: 'list-source',
  input: z.object({ sourceId: z.uuid() }),
  keyOf: ({ sourceId }) => sourceId,
  concurrency: 4,
  expireInSeconds: 12 * 3600,
  async run(context, { sourceId }, signal) {
    const { pool } = context.store
    const source = await findSource(pool, sourceId)
    if (!source?.enabled) return
    const way = await sourceCall(context, source, signal)
    const list = source.kind === 'metric-stream' ? listMetricFiles : listLogFiles
    const listed = way.state === 'ok' ? await list(context, source, way.call) : way
    if (way.state === 'ok') await countSourceSpend(context, source, way.call)
    const told =
      listed.state === 'ok' ? { status: 'ok' as const } : { status: listed.state, text: listed.message }
    await setSourceStatus(pool, sourceId, told, new Date(context.clock()))
  },
})
