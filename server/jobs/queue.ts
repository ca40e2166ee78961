import { PgBoss } from 'pg-boss'
import { InvalidInputError } from '#server/errors.ts'
import type { Logger } from '#server/logger.ts'
import type { Job, WorkerContext } from './define-job.ts'

export type AnyJob = Job<never>

export type JobQueue = {
  send: <T extends object>(job: Job<T>, input: T) => Promise<void>
  work: (jobs: readonly AnyJob[], context: Omit<WorkerContext, 'send'>) => Promise<void>
  stop: () => Promise<void>
}

const HEARTBEAT_SECONDS = 30

/** The jobs' queue in the database's own schema `jobs`; any number of workers may share it. */
export async function openQueue(databaseUrl: string, log: Logger): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: 'jobs',
    application_name: 'sightline-jobs',
    max: 4,
    useListenNotify: true,
    superviseIntervalSeconds: 15,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reported an error'))
  await boss.start()
  const stopping = new AbortController()

  const send = async <T extends object>(job: Job<T>, input: T): Promise<void> => {
    const parsed = job.input.safeParse(input)
    if (!parsed.success) throw new InvalidInputError(`The input of job ${job.name} is not valid.`)
    await boss.send(job.name, parsed.data, { singletonKey: job.keyOf(parsed.data) })
  }

  const register = async <T extends object>(job: Job<T>, context: WorkerContext): Promise<void> => {
    await boss.createQueue(job.name, {
      policy: 'exclusive',
      notify: true,
      retryLimit: 0,
      expireInSeconds: job.expireInSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: 3600,
    })
    const options = {
      localConcurrency: job.concurrency,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 10,
    }
    await boss.work<unknown>(job.name, options, async (batch) => {
      for (const { data } of batch) {
        const input = job.input.parse(data)
        const startedAt = performance.now()
        try {
          await job.run(context, input, stopping.signal)
          log.debug(
            { job: job.name, key: job.keyOf(input), ms: Math.round(performance.now() - startedAt) },
            'job done',
          )
        } catch (error) {
          if (stopping.signal.aborted) return
          log.error({ err: error, job: job.name, key: job.keyOf(input) }, 'job failed')
          throw error
        }
      }
    })
    if (job.schedule) {
      const { cron, input } = job.schedule
      await boss.schedule(job.name, cron, input, { singletonKey: job.keyOf(input) })
    }
  }

  return {
    send,
    work: async (jobs, context) => {
      for (const job of jobs) await register(job as unknown as Job<object>, { ...context, send })
    },
    stop: async () => {
      stopping.abort(new Error('The worker is stopping.'))
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}
