import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Fail, Verdict } from '#server/domain/verdict.ts'
import type { AnyCheck, Remediation } from './define-check.ts'

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

/** How to mend a fail; null where the check cannot say it of this record. */
export function remedyFor(
  check: AnyCheck,
  record: ResourceRecord,
  fail: Fail,
  around: Surroundings,
): Remediation | null {
  try {
    return check.remediate(record, fail, around)
  } catch {
    return null
  }
}
