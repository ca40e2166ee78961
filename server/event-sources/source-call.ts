import type { CallContext } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { RunReport } from '#server/aws/run-report.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { SOURCE_ACCESS } from '#server/collectors/trail/source-operations.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { findTarget } from '#server/jobs/targets.ts'
import { countSpend } from '#server/store/watch-spend.ts'

export type SourceCall = { state: 'ok'; call: CallContext } | SourceFailure

/** The way to a source with its account's credentials, for nothing but what its kind is declared to need. */
export async function sourceCall(
  context: WorkerContext,
  source: Pick<TrailSource, 'kind' | 'accountId' | 'region'>,
  signal: AbortSignal,
): Promise<SourceCall> {
  const { accountId, region, kind } = source
  const target = await findTarget(context, { accountId, region })
  if (!target) {
    const message = `Account ${accountId}, with whose credentials it is asked, is not watched.`
    return { state: 'failed', permission: '', message }
  }
  context.aws.register(target.account)
  const call: CallContext = {
    account: { id: accountId, partition: target.account.partition },
    region,
    clients: context.aws.clients,
    clock: context.clock,
    signal,
    report: new RunReport(),
    operations: new Set<Operation>(SOURCE_ACCESS[kind].operations),
  }
  return { state: 'ok', call }
}

/** Counts the calls that a source took by this way, and what they cost; to be called once it was gone. */
export async function countSourceSpend(
  context: WorkerContext,
  { accountId, region, kind }: Pick<TrailSource, 'kind' | 'accountId' | 'region'>,
  { report }: CallContext,
): Promise<void> {
  const { calls, throttles, costUsd } = report
  const place = { accountId, region, collector: kind }
  await countSpend(context.store.pool, place, { calls, throttles, costUsd }, new Date(context.clock()))
}
