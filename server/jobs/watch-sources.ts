import { z } from 'zod'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import { dropOldFound, openHistoryQueries } from '#server/store/history-queries.ts'
import { enabledSources, type StoredSource } from '#server/store/trail-sources.ts'
import { askHistoryJob } from './ask-history.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { listSource } from './list-source.ts'
import { RECEIVERS, receiveSource } from './receive-source.ts'

/** CloudTrail delivers files about every five minutes, Firehose as often. */
const LIST_EVERY_MS = 2 * MINUTE_MS
const FOUND_KEPT_MS = 7 * DAY_MS
const TRIALS_KEPT_MS = DAY_MS

async function due(context: WorkerContext): Promise<{ sourceId: string }[]> {
  const before = new Date(context.clock() - LIST_EVERY_MS + MINUTE_MS / 2)
  const { rows } = await context.store.pool.query<{ id: string }>(
    `SELECT id FROM trail_source WHERE kind IN ('bucket', 'metric-stream') AND enabled AND (checked_at IS NULL OR checked_at < $1)`,
    [before],
  )
  return rows.map(({ id }) => ({ sourceId: id }))
}

/** A source that was never asked waits until its account is known, at the first start; others say that it is not. */
async function reachable({ store }: WorkerContext): Promise<(source: StoredSource) => boolean> {
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM aws_account WHERE enabled')
  const known = new Set(rows.map(({ id }) => id))
  return ({ status, accountId }) => status !== 'new' || known.has(accountId)
}

/** Sees to it that every source is received from, and that every question about the past comes to its end. */
export const watchSources = defineJob({
  name: 'watch-sources',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '* * * * *', input: {} },
  expireInSeconds: 120,
  async run(context) {
    const { pool } = context.store
    const queues = await enabledSources(pool, ['event-queue', 'file-queue'])
    const isReachable = await reachable(context)
    const receivers = queues
      .filter(isReachable)
      .flatMap(({ id }) => RECEIVERS.map((receiver) => ({ sourceId: id, receiver })))
    await context.sendAll(receiveSource, receivers)
    await context.sendAll(listSource, await due(context))
    const open = await openHistoryQueries(pool)
    await context.sendAll(
      askHistoryJob,
      open.map((queryId) => ({ queryId })),
    )
    await dropOldFound(pool, new Date(context.clock() - FOUND_KEPT_MS))
    await pool.query(`DELETE FROM setting WHERE key LIKE 'source-trial:%' AND updated_at < $1`, [
      new Date(context.clock() - TRIALS_KEPT_MS),
    ])
  },
})
