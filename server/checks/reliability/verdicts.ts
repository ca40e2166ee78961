import type { Field } from '#server/domain/field.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'

export const unknown = (reason: string): Verdict => ({ state: 'unknown', reason })
export const notApplicable = (reason: string): Verdict => ({ state: 'not applicable', reason })
export const pass = (...evidence: Evidence[]): Verdict => ({ state: 'pass', evidence })

/** One sentence on why a field was not seen; null where it was. Records of older versions lack fields of today. */
export function unseen(what: string, field: Field<unknown> | undefined): string | null {
  if (field === undefined) return `${what}: not collected yet.`
  if (field.state === 'denied') return `${what}: ${field.permission} was denied.`
  return field.state === 'failed' ? `${what}: ${field.reason}.` : null
}

/** The first of several fields that was not seen, in words; null where all were. */
export function firstUnseen(
  fields: readonly [what: string, field: Field<unknown> | undefined][],
): string | null {
  for (const [what, field] of fields) {
    const reason = unseen(what, field)
    if (reason !== null) return reason
  }
  return null
}

/** `a, b, c and 3 more`: at most three names in a sentence. `total` counts those that are not listed as well. */
export function namesOf(names: readonly string[], total = names.length): string {
  const shown = names.slice(0, 3)
  const more = total - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}
