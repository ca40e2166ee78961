import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { isCritical } from './criticality.ts'
import { namesOf } from './verdicts.ts'

const kept = new WeakMap<FunctionRecord[], FunctionRecord[]>()
const NAMED = 3

/** Names of the critical functions of the same account and region that share the unreserved concurrency; null for none. */
export function criticalNeighbours(record: FunctionRecord, around: Surroundings): string | null {
  const all = around.all('function', record)
  if (all.state !== 'known') return null
  const critical =
    kept.get(all.value) ??
    all.value.filter((one) => one.reservedConcurrency.state === 'absent' && isCritical(one.arn, around))
  kept.set(all.value, critical)
  const count = critical.length - (isCritical(record.arn, around) ? 1 : 0)
  const others = critical.slice(0, NAMED + 1).filter(({ arn }) => arn !== record.arn)
  return count > 0
    ? namesOf(
        others.slice(0, NAMED).map(({ name }) => name),
        count,
      )
    : null
}
