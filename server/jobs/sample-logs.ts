import { z } from 'zod'
import { type LogBatch, logSamples } from '#server/collectors/log-samples.ts'
import { valueOr } from '#server/domain/field.ts'
import { logsStatement } from '#server/domain/logs/logs-statement.ts'
import { countFailures } from '#server/domain/logs/sample-failures.ts'
import { findFunction } from '#server/services/functions/get-function.ts'
import type { LogSample } from '#server/services/log-samples/schema.ts'
import { shapeSample } from '#server/services/log-samples/shape-sample.ts'
import { addressee, handOver } from '#server/store/hand-over.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { findTarget } from './targets.ts'

type Answer = Omit<LogSample, 'logGroup' | 'from' | 'to' | 'errors'>

const input = z.object({
  answerTo: addressee,
  resourceId: z.number().int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
})

const NOTHING: Answer = {
  state: 'failed',
  message: null,
  statement: null,
  searchedUntil: null,
  sampled: 0,
  counts: countFailures([]),
  invocations: [],
  bytes: 0,
  calls: 0,
  masked: 0,
  costUsd: 0,
}

async function sample(
  context: WorkerContext,
  { resourceId, from, to }: z.infer<typeof input>,
  signal: AbortSignal,
): Promise<Answer> {
  const head = await findFunction(context, resourceId)
  const target = await findTarget(context, { accountId: head.account_id, region: head.region })
  if (!target) return { ...NOTHING, message: 'This account is no longer watched.' }
  const logGroup = valueOr(head.record.logGroup, '') || `/aws/lambda/${head.name}`
  const query = {
    logGroup,
    logFormat: valueOr<string | null>(head.record.logFormat, null) ?? null,
    from: new Date(from),
    to: new Date(to),
    maxFailures: 120,
    requests: 4,
    maxBytes: 600_000,
    maxCalls: 14,
  }
  const batches: LogBatch[] = []
  const run = await runRecorded(context, target, logSamples, query, signal, (items) => {
    batches.push(...items)
  })
  const [failures] = batches
  const problem = run.problems[0]
  const { calls, costUsd } = run
  if (failures?.exists === false)
    return {
      ...NOTHING,
      calls,
      state: 'no log group',
      message: 'It has no log group: it never wrote a line, or may not.',
    }
  if (problem && (failures?.events.length ?? 0) === 0) {
    const denied = problem.state === 'denied'
    const where = { partition: target.account.partition, accountId: head.account_id, region: head.region }
    return {
      ...NOTHING,
      calls,
      state: denied ? 'denied' : 'failed',
      message: denied ? `${problem.permission} is denied.` : problem.message,
      statement: denied ? logsStatement(where, logGroup) : null,
    }
  }
  const searchedUntilMs = failures?.searchedUntilMs ?? null
  return {
    ...NOTHING,
    ...shapeSample(batches),
    state: 'read',
    calls,
    costUsd,
    searchedUntil: searchedUntilMs === null ? null : new Date(searchedUntilMs).toISOString(),
  }
}

/** Reads samples of a function's log for somebody who waits for them, and hands them over without keeping any. */
export const sampleLogs = defineJob({
  name: 'sample-logs',
  input,
  keyOf: ({ answerTo }) => answerTo.id,
  concurrency: 2,
  expireInSeconds: 120,
  async run(context, asked, signal) {
    const { pool } = context.store
    const isAllowed = context.env.SIGHTLINE_READ_LOGS !== 'never'
    const off: Answer = {
      ...NOTHING,
      state: 'switched off',
      message: 'Reading logs is switched off on the worker.',
    }
    const answer = isAllowed
      ? await sample(context, asked, signal).catch((error: unknown) => {
          context.log.warn({ err: error }, 'samples of a log could not be read')
          return { ...NOTHING, message: 'The log could not be read.' }
        })
      : off
    await handOver(pool, asked.answerTo, answer)
  },
})
