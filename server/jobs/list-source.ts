import { z } from 'zod'
import { listLogFiles } from '#server/event-sources/list-log-files.ts'
import { sourceCall } from '#server/event-sources/source-call.ts'
import { findSource, setSourceStatus } from '#server/store/trail-sources.ts'
import { defineJob } from './define-job.ts'

/** Reads the log files that are new in one bucket. */
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
    const listed = way.state === 'ok' ? await listLogFiles(context, source, way.call) : way
    const told =
      listed.state === 'ok' ? { status: 'ok' as const } : { status: listed.state, text: listed.message }
    await setSourceStatus(pool, sourceId, told, new Date(context.clock()))
  },
})
