import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import type { Check } from './define-check.ts'
import { functionUrlPublic } from './function-url-public.ts'

export const CHECKS = [functionUrlPublic] as const

/**
 * The verdict of a check on a record, or undefined when the check is about another kind. A record that the check throws
 * on, as one of an older version may be, is unknown.
 */
export function evaluateCheck(check: Check<'function'>, record: ResourceRecord): Verdict | undefined {
  if (record.kind !== check.kind) return undefined
  try {
    return check.evaluate(record)
  } catch {
    return { state: 'unknown', reason: 'The check could not read what is stored of it.' }
  }
}
