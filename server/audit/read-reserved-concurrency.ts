import { reservedConcurrency } from '#server/collectors/reserved-concurrency.ts'
import { absent, failed, valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { AuditRun, AuditTarget } from './audit-run.ts'
import { NOT_ASKED } from './left-out.ts'
import type { KnownTriggers } from './read-functions.ts'

/** So many functions of a region are asked for what they reserve: those that something starts, or that have versions. */
const MOST_ASKED = 200

type Options = { thorough: boolean; triggers: KnownTriggers }

/**
 * Finds out which functions reserve concurrency. What the account has unreserved tells how much to look for: where that
 * is everything, nobody is asked. A reserved concurrency of 0 does not show there, and is seen only of those asked.
 */
export async function readReservedConcurrency(
  run: AuditRun,
  target: AuditTarget,
  { thorough, triggers }: Options,
): Promise<void> {
  const records = run.recordsOf(target)
  const functions = records
    .filter((record) => record.kind === 'function')
    .filter(({ reservedConcurrency: field }) => field.state === 'failed')
  const settings = records.find((record) => record.kind === 'account-settings')
  const limit = settings && valueOr(settings.concurrentExecutions, 0)
  const unreserved = settings && valueOr(settings.unreservedConcurrentExecutions, 0)
  if (limit === undefined || unreserved === undefined) {
    const reason = 'how much of the account is reserved could not be read'
    for (const record of functions) run.keep({ ...record, reservedConcurrency: failed(reason) })
    return
  }
  const isLikely = ({ arn, versions }: FunctionRecord) =>
    (triggers.get(arn)?.length ?? 0) > 0 || versions.state === 'known'
  const asked = thorough ? functions : functions.filter(isLikely).slice(0, MOST_ASKED)
  const total = limit - unreserved
  const input = { functions: asked, total }
  const { collected, complete } =
    total > 0 ? await run.collect(target, reservedConcurrency, input) : { collected: [], complete: true }
  const found = new Map(collected.map(({ arn, reserved }) => [arn, reserved]))
  const rest = complete ? absent<number>() : failed<number>(NOT_ASKED)
  for (const record of functions) run.keep({ ...record, reservedConcurrency: found.get(record.arn) ?? rest })
}
