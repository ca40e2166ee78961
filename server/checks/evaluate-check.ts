import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import type { AnyCheck } from './define-check.ts'

/**
 * The verdict of a check on a record, or undefined when the check is about another kind. A record that the check throws
 * on, as one of an older version may be, is unknown.
 */
export function evaluateCheck(
  check: AnyCheck,
  record: ResourceRecord,
  around: Surroundings,
  parameters?: unknown,
): Verdict | undefined {
  if (record.kind !== check.kind) return undefined
  try {
    return check.evaluate(record, around, parameters)
  } catch {
    return { state: 'unknown', reason: 'The check could not read what is stored of it.' }
  }
}
