import { AwsAccess } from '#server/aws/access.ts'
import type { Clock } from '#server/domain/time.ts'
import { readEnv } from '#server/env.ts'
import type { Job, WorkerContext } from '#server/jobs/define-job.ts'
import { createLogger } from '#server/logger.ts'
import type { Store } from '#server/store/store.ts'

type Options = { clock?: Clock; env?: Record<string, string>; aws?: WorkerContext['aws'] }
type Sent = { job: Job<object>; input: object }

/** A worker without a queue: what jobs send is collected, and `drain` runs it, each job and key once. */
export function createWorker(store: Store, options: Options = {}) {
  const sent: Sent[] = []
  const env = readEnv({ SIGHTLINE_RATE_SHARE: '1', ...options.env })
  const context: WorkerContext = {
    store,
    clock: options.clock ?? Date.now,
    log: createLogger('test'),
    env,
    aws: options.aws ?? new AwsAccess({ share: env.SIGHTLINE_RATE_SHARE }),
    send: async (job, input) => {
      sent.push({ job: job as unknown as Job<object>, input })
    },
    sendAll: async (job, inputs) => {
      for (const input of inputs) sent.push({ job: job as unknown as Job<object>, input })
    },
  }
  const run = <T extends object>(job: Job<T>, input: T) =>
    job.run(context, input, new AbortController().signal)
  const take = () => sent.splice(0).map(({ job, input }) => `${job.name} ${job.keyOf(input)}`)
  const drain = async (only: (name: string) => boolean = () => true) => {
    const done = new Set<string>()
    for (let next = sent.shift(); next; next = sent.shift()) {
      const { job, input } = next
      const key = `${job.name} ${job.keyOf(input)}`
      if (done.has(key) || !only(job.name)) continue
      done.add(key)
      await run(job, input)
    }
  }
  return { context, run, take, drain }
}
