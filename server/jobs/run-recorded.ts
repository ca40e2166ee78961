import type { Collector } from '#server/collectors/define-collector.ts'
import { type RunContext, type RunSummary, runCollector } from '#server/collectors/run-collector.ts'
import { beginRun, endRun, forgetRun } from '#server/store/runs.ts'
import type { WorkerContext } from './define-job.ts'
import { fingerprintFor } from './fingerprint-for.ts'
import type { Target } from './targets.ts'
import { WorkerStopping } from './worker-stopping.ts'

type Extras = Partial<Pick<RunContext, 'previous' | 'refresh' | 'verify' | 'thoroughUpTo' | 'completesReach'>>

/**
 * Runs a collector on a target and records the run, whatever comes of it. `onBatch` is given the run's id; when it
 * throws (the database is gone), the run is recorded as failed and the error goes on. A run that the worker's own stop
 * broke off says nothing of the account, and is not kept.
 */
export async function runRecorded<Item, Input>(
  context: WorkerContext,
  target: Target,
  collector: Collector<Item, Input>,
  input: Input,
  signal: AbortSignal,
  onBatch: (items: Item[], runId: number) => Promise<void> | void,
  extras: Extras = {},
): Promise<RunSummary & { runId: number; startedAt: Date }> {
  const { store, clock, aws } = context
  aws.register(target.account)
  const startedAt = new Date(clock())
  const key = { collector: collector.id, accountId: target.account.id, region: target.region }
  const runId = await beginRun(store.pool, key, startedAt)
  const run: RunContext = {
    account: { id: target.account.id, partition: target.account.partition },
    region: target.region,
    clients: aws.clients,
    clock,
    signal,
    previous: extras.previous ?? (() => undefined),
    refresh: extras.refresh ?? new Set(),
    verify: extras.verify ?? (() => false),
    thoroughUpTo: extras.thoroughUpTo,
    completesReach: extras.completesReach,
    fingerprint: fingerprintFor(context.env),
    code: context.env.SIGHTLINE_DOWNLOAD_CODE ? { osvFolder: context.env.SIGHTLINE_OSV_PATH } : undefined,
  }
  try {
    const summary = await runCollector(collector, run, input, (items) => onBatch(items, runId))
    if (signal.reason instanceof WorkerStopping) await forgetRun(store.pool, runId)
    await endRun(store.pool, runId, summary, new Date(clock()))
    return { ...summary, runId, startedAt }
  } catch (error) {
    const failure = {
      operation: collector.id,
      permission: '',
      state: 'failed' as const,
      code: 'NotStored',
      message: 'What was read could not be stored; the next run reads it again.',
      count: 1,
      resources: [],
    }
    const durationMs = clock() - startedAt.getTime()
    const summary = {
      status: 'failed' as const,
      items: 0,
      calls: 0,
      throttles: 0,
      costUsd: 0,
      durationMs,
      problems: [failure],
    }
    await endRun(store.pool, runId, summary, new Date(clock())).catch(() => undefined)
    throw error
  }
}
