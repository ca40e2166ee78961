import type { ResourceRecord } from '#server/domain/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import type { Check } from './define-check.ts'
import { functionUrlPublic } from './function-url-public.ts'

export const CHECKS = [functionUrlPublic] as const

/** The verdict of a check on a record, or undefined when the check is about another kind. */
export function evaluateCheck(check: Check<'function'>, record: ResourceRecord): Verdict | undefined {
  return record.kind === check.kind ? check.evaluate(record) : undefined
}
