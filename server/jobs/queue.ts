import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { InvalidInputError } from '#server/errors.ts'
import type { Logger } from '#server/logger.ts'
import { QUEUE_NAME_PREFIX } from './count-workers.ts'
import type { Job, WorkerContext } from './define-job.ts'
import { Dispatcher } from './dispatcher.ts'
import { WorkerStopping } from './worker-stopping.ts'

export type AnyJob = Job<never>

export type JobQueue = {
  send: WorkerContext['send']
  sendAll: WorkerContext['sendAll']
  work: (jobs: readonly AnyJob[], context: Omit<WorkerContext, 'send' | 'sendAll'>) => Promise<void>
  stop: () => Promise<void>
}

const HEARTBEAT_SECONDS = 30
const POLL_MS = 2000
const STOP_WITHIN_MS = 10_000

/** The jobs' queue in the database's own schema `jobs`; any number of workers may share it. */
export async function openQueue(databaseUrl: string, log: Logger): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: 'jobs',
    application_name: `${QUEUE_NAME_PREFIX}/${randomUUID()}`,
    max: 4,
    superviseIntervalSeconds: 15,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reported an error'))
  await boss.start()
  const stopping = new AbortController()
  const dispatchers = new Map<string, Dispatcher>()

  const parse = <T extends object>(job: Job<T>, input: T): T => {
    const parsed = job.input.safeParse(input)
    if (!parsed.success) throw new InvalidInputError(`The input of job ${job.name} is not valid.`)
    return parsed.data
  }

  const send = async <T extends object>(job: Job<T>, input: T): Promise<void> => {
    const data = parse(job, input)
    await boss.send(job.name, data, { singletonKey: job.keyOf(data) })
    dispatchers.get(job.name)?.nudge()
  }

  const sendAll = async <T extends object>(job: Job<T>, inputs: T[]): Promise<void> => {
    const rows = inputs.map((input) => parse(job, input))
    if (rows.length === 0) return
    // Those inserted together have one time: their order is kept by priority.
    const jobs = rows.map((data, i) => ({ data, singletonKey: job.keyOf(data), priority: rows.length - i }))
    await boss.insert(job.name, jobs)
    dispatchers.get(job.name)?.nudge()
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
      retryLimit: 0,
      expireInSeconds: job.expireInSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: 3600,
    })
    const dispatcher = new Dispatcher(boss, {
      name: job.name,
      places: job.concurrency,
      expireInSeconds: job.expireInSeconds,
      pollMs: POLL_MS,
      heartbeatMs: (HEARTBEAT_SECONDS * 1000) / 3,
      run: (data, signal) => runOne(job, context, data, signal),
      onError: (error) => log.error({ err: error, job: job.name }, 'the job queue reported an error'),
    })
    dispatchers.set(job.name, dispatcher)
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
      const ended = Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.stop()))
      await Promise.race([ended, setTimeout(STOP_WITHIN_MS, undefined, { ref: false })])
      await boss.stop({ graceful: false })
    },
  }
}
