import type { z } from 'zod'
import type { AwsAccess } from '#server/aws/access.ts'
import type { Clock } from '#server/domain/time.ts'
import type { Env } from '#server/env.ts'
import type { Logger } from '#server/logger.ts'
import type { Store } from '#server/store/store.ts'

/** What every job is given. `send` enqueues a job; one that already waits or runs for the same key is not doubled. */
export type WorkerContext = {
  store: Store
  clock: Clock
  log: Logger
  env: Env
  aws: Pick<AwsAccess, 'clients' | 'register'>
  send: <T extends object>(job: Job<T>, input: T) => Promise<void>
  /** The same for many inputs of one job, in one statement. */
  sendAll: <T extends object>(job: Job<T>, inputs: T[]) => Promise<void>
}

/** A background job: its name, the shape of its input, and the verb. Running it twice does no harm. */
export type Job<T extends object> = {
  name: string
  input: z.ZodType<T>
  /** Jobs with the same key never run at the same time. */
  keyOf: (input: T) => string
  /** How many run at once in one worker. */
  concurrency: number
  /** Cron expression (UTC) with which it starts by itself, with this input. */
  schedule?: { cron: string; input: T }
  expireInSeconds: number
  /** `signal` is aborted when the worker stops (a WorkerStopping), and when the job's time is up or another has it. */
  run: (context: WorkerContext, input: T, signal: AbortSignal) => Promise<void>
}

export function defineJob<T extends object>(job: Job<T>): Job<T> {
  return job
}
