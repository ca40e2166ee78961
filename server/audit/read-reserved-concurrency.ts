import { functionSides } from '#server/collectors/function-sides.ts'
import { NOT_READ_YET } from '#server/collectors/read-one-function.ts'
import { absent, failed, valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { AuditRun, AuditTarget } from './audit-run.ts'
import { NOT_ASKED } from './left-out.ts'
import type { KnownTriggers } from './read-functions.ts'

/** So many functions of a region are asked for what they reserve: those that something starts, or that have versions. */
const MOST_ASKED = 200
const AT_A_TIME = 16

const reservedOf = ({ reservedConcurrency: field }: FunctionRecord) => valueOr(field, 0) ?? 0
const isUnread = ({ reservedConcurrency: field }: FunctionRecord) =>
  field.state === 'failed' && field.reason === NOT_READ_YET

/**
 * Finds out which functions reserve concurrency. What the account has unreserved tells how much to look for: where that
 * is everything, nobody is asked. A reserved concurrency of 0 does not show there, and is seen only of those asked.
 */
export async function readReservedConcurrency(
  run: AuditRun,
  target: AuditTarget,
  triggers: KnownTriggers,
): Promise<void> {
  const records = run.recordsOf(target)
  const functions = records.filter((record) => record.kind === 'function')
  const settings = records.find((record) => record.kind === 'account-settings')
  const limit = settings && valueOr(settings.concurrentExecutions, 0)
  const unreserved = settings && valueOr(settings.unreservedConcurrentExecutions, 0)
  const read = functions.filter((record) => !isUnread(record))
  let left = (limit ?? 0) - (unreserved ?? 0) - read.reduce((sum, record) => sum + reservedOf(record), 0)
  const isLikely = ({ arn, versions }: FunctionRecord) =>
    (triggers.get(arn)?.length ?? 0) > 0 || versions.state === 'known'
  const likely = functions.filter((record) => isUnread(record) && isLikely(record)).slice(0, MOST_ASKED)
  for (let from = 0; from < likely.length && left > 0; from += AT_A_TIME) {
    const requests = likely
      .slice(from, from + AT_A_TIME)
      .map((record) => ({ record, ask: ['details' as const] }))
    const { collected } = await run.collect(target, functionSides, requests)
    for (const record of collected) {
      run.keep(record)
      left -= reservedOf(record)
    }
  }
  const isKnown = limit !== undefined && unreserved !== undefined
  const rest = isKnown && left <= 0 ? absent<number>() : failed<number>(NOT_ASKED)
  for (const record of run.recordsOf(target))
    if (record.kind === 'function' && isUnread(record)) run.keep({ ...record, reservedConcurrency: rest })
}
