import type { Operation } from '#server/aws/operation.ts'
import { RunReport } from '#server/aws/run-report.ts'
import type { CollectorProblem, RunStatus } from '#server/domain/collector-problem.ts'
import type { Collector, CollectorContext } from './define-collector.ts'

export type RunContext = Omit<CollectorContext, 'operations' | 'report'> & { report?: RunReport }

export type RunSummary = {
  status: Exclude<RunStatus, 'running'>
  items: number
  calls: number
  throttles: number
  costUsd: number
  durationMs: number
  problems: CollectorProblem[]
  /** False whenever a listing did not reach its end: then nothing may be taken for deleted. */
  complete: boolean
  /** How far this machine's clock is ahead of AWS's; undefined where nothing was answered. */
  clockSkewMs?: number
}

/**
 * Runs a collector and hands each batch to `onBatch`, waiting for it. Whatever goes wrong with AWS or inside the
 * collector ends up in the summary; only an error of `onBatch` itself rejects.
 */
export async function runCollector<Item, Input>(
  collector: Collector<Item, Input>,
  context: RunContext,
  input: Input,
  onBatch: (items: Item[]) => Promise<void> | void,
): Promise<RunSummary> {
  const report = context.report ?? new RunReport()
  const startedAtMs = context.clock()
  const batches = collector.collect(
    { ...context, report, operations: new Set<Operation>(collector.operations) },
    input,
  )
  let items = 0
  let complete = false
  try {
    for (;;) {
      const next = await nextOrProblem(batches, collector, context.signal, report)
      if (next === undefined) break
      if (next.done) {
        complete = next.value.complete
        break
      }
      for (const item of next.value) items += collector.countOf?.(item) ?? 1
      await onBatch(next.value)
    }
  } finally {
    await batches.return({ complete: false }).catch(() => undefined)
  }
  const { calls, throttles, costUsd, problems, clockSkewMs } = report
  const durationMs = context.clock() - startedAtMs
  const status = statusOf(complete, items, problems)
  return { status, items, calls, throttles, costUsd, durationMs, problems, complete, clockSkewMs }
}

async function nextOrProblem<Item, End>(
  batches: AsyncGenerator<Item, End>,
  collector: Pick<Collector<unknown>, 'id'>,
  signal: AbortSignal,
  report: RunReport,
): Promise<IteratorResult<Item, End> | undefined> {
  try {
    return await batches.next()
  } catch (error) {
    const code = signal.aborted ? 'Aborted' : 'InternalError'
    const message = signal.aborted ? 'the run was stopped' : String(error)
    report.addProblem({ name: collector.id, permission: '' }, { state: 'failed', code, message })
    return undefined
  }
}

function statusOf(complete: boolean, items: number, problems: CollectorProblem[]): RunSummary['status'] {
  if (problems.length === 0) return complete ? 'ok' : 'partial'
  if (complete || items > 0) return 'partial'
  return problems.every((problem) => problem.state === 'denied') ? 'denied' : 'failed'
}
