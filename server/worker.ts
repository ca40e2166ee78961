import { AwsAccess } from '#server/aws/access.ts'
import { COLLECTORS } from '#server/collectors/index.ts'
import { sourcePermissions } from '#server/collectors/trail/source-operations.ts'
import { readEnv } from '#server/env.ts'
import { countWorkers } from '#server/jobs/count-workers.ts'
import { discoverAccounts } from '#server/jobs/discover-accounts.ts'
import { JOBS } from '#server/jobs/index.ts'
import { openQueue } from '#server/jobs/queue.ts'
import { watchSources } from '#server/jobs/watch-sources.ts'
import { createLogger } from '#server/logger.ts'
import { saveCollectorCatalog } from '#server/services/coverage/collector-catalog.ts'
import { saveSourcePermissions } from '#server/services/event-sources/source-permissions.ts'
import { getStore } from '#server/store/store.ts'

const COUNT_WORKERS_EVERY_MS = 30_000

/** Runs the jobs until SIGTERM, SIGINT or the parent's end; then finishes what it does and stops. */
export async function runWorker(): Promise<void> {
  const env = readEnv()
  const log = createLogger('worker')
  const store = getStore()
  const queue = await openQueue(env.DATABASE_URL ?? '', log)
  const expected = COLLECTORS.filter(({ downloadsCode }) => !downloadsCode || env.SIGHTLINE_DOWNLOAD_CODE)
  await saveCollectorCatalog(store, expected)
  await saveSourcePermissions(store, sourcePermissions())
  const aws = new AwsAccess({ share: env.SIGHTLINE_RATE_SHARE })
  const shareRates = async () => {
    const { limiter } = aws.clients
    limiter.workers = await countWorkers(store.pool).catch(() => limiter.workers)
  }
  await shareRates()
  const sharing = setInterval(shareRates, COUNT_WORKERS_EVERY_MS)
  await queue.work(JOBS, { store, clock: Date.now, log, env, aws })
  await queue.send(discoverAccounts, {})
  await queue.send(watchSources, {})
  process.send?.({ ready: true })
  log.info('worker started')

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    clearInterval(sharing)
    await queue.stop().catch((error) => log.error({ err: error }, 'the job queue did not stop cleanly'))
    aws.clients.close()
    await store.close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
}
