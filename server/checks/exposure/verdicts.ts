import type { Field } from '#server/domain/field.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'

export const pass = (...evidence: Evidence[]): Verdict => ({ state: 'pass', evidence })
export const unknown = (reason: string): Verdict => ({ state: 'unknown', reason })
export const notApplicable = (reason: string): Verdict => ({ state: 'not applicable', reason })

/** Why a field was not seen, as a sentence; undefined where it was. A field that is missing was not read at the time. */
export function whyUnseen(what: string, field: Field<unknown> | undefined): string | undefined {
  if (field === undefined) return `${what}: not read by the version that stored it.`
  if (field.state === 'denied') return `${what}: ${field.permission} was denied.`
  return field.state === 'failed' ? `${what}: ${field.reason}.` : undefined
}

/** A few names in a row: `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
