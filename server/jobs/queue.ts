import { PgBoss } from 'pg-boss'
import { InvalidInputError } from '#server/errors.ts'
import type { Logger } from '#server/logger.ts'
import type { Job, WorkerContext } from './define-job.ts'
import { WorkerStopping } from './worker-stopping.ts'

export type AnyJob = Job<never>

export type JobQueue = {
  send: WorkerContext['send']
  sendAll: WorkerContext['sendAll']
  work: (jobs: readonly AnyJob[], context: Omit<WorkerContext, 'send' | 'sendAll'>) => Promise<void>
  stop: () => Promise<void>
}

const HEARTBEAT_SECONDS = 30
const POLLING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 10 }

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

  const parse = <T extends object>(job: Job<T>, input: T): T => {
    const parsed = job.input.safeParse(input)
    if (!parsed.success) throw new InvalidInputError(`The input of job ${job.name} is not valid.`)
    return parsed.data
  }

  const send = async <T extends object>(job: Job<T>, input: T): Promise<void> => {
    const data = parse(job, input)
    await boss.send(job.name, data, { singletonKey: job.keyOf(data) })
  }

  const sendAll = async <T extends object>(job: Job<T>, inputs: T[]): Promise<void> => {
    const rows = inputs.map((input) => parse(job, input))
    if (rows.length > 0)
      await boss.insert(
        job.name,
        rows.map((data) => ({ data, singletonKey: job.keyOf(data) })),
      )
  }

  const runOne = async <T extends object>(
    job: Job<T>,
    context: WorkerContext,
    data: unknown,
    held: AbortSignal,
  ) => {
    const input = job.input.parse(data)
    const startedAt = performance.now()
    try {
      await job.run(context, input, AbortSignal.any([stopping.signal, held]))
      const ms = Math.round(performance.now() - startedAt)
      log.debug({ job: job.name, key: job.keyOf(input), ms }, 'job done')
    } catch (error) {
      if (stopping.signal.aborted) return
      log.error({ err: error, job: job.name, key: job.keyOf(input) }, 'job failed')
      throw error
    }
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
    for (let place = 0; place < job.concurrency; place++) {
      // Without the nudge a worker that has done a short job waits for its next poll, whatever else there is to do.
      let worker = ''
      worker = await boss.work<unknown>(job.name, POLLING, async (batch) => {
        try {
          for (const { data, signal } of batch) await runOne(job, context, data, signal)
        } finally {
          boss.notifyWorker(worker)
        }
      })
    }
    if (job.schedule) {
      const { cron, input } = job.schedule
      await boss.schedule(job.name, cron, input, { singletonKey: job.keyOf(input) })
    }
  }

  return {
    send,
    sendAll,
    work: async (jobs, context) => {
      for (const job of jobs) await register(job as unknown as Job<object>, { ...context, send, sendAll })
    },
    stop: async () => {
      stopping.abort(new WorkerStopping())
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}
