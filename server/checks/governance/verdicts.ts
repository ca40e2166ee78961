import type { Field } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'

/** Why a field cannot be judged, ready to stand after a colon. */
export function whyUnseen(field: Field<unknown> | undefined): string {
  if (field === undefined) return 'not collected yet'
  if (field.state === 'denied') return `${field.permission} was denied`
  return field.state === 'failed' ? field.reason : 'there is none'
}

export const notApplicable = (reason: string): Verdict => ({ state: 'not applicable', reason })
export const unknown = (reason: string): Verdict => ({ state: 'unknown', reason })
export const pass = (...evidence: Evidence[]): Verdict => ({ state: 'pass', evidence })

/** Not applicable to what AWS or a deployment tool made for itself; undefined where people made the function. */
export function madeForPlatform(record: FunctionRecord): Verdict | undefined {
  const reason = platformMade(record)
  return reason === null ? undefined : notApplicable(reason)
}
