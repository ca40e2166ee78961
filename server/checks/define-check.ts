import type { RecordOfKind, ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { RuleMeta } from '#server/domain/signal.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** A posture check: a pure function from one record to a verdict. */
export type Check<K extends ResourceRecord['kind'] = ResourceRecord['kind']> = RuleMeta & {
  kind: K
  /** One sentence that names the resource, for the alert that a fail raises. */
  alertTitle: (record: RecordOfKind<K>) => string
  evaluate: (record: RecordOfKind<K>) => Verdict
}

export function defineCheck<K extends ResourceRecord['kind']>(check: Check<K>): Check<K> {
  return check
}
