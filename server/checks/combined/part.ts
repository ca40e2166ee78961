import { notApplicable, pass, unknown } from '#server/checks/exposure/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'

/** One of the things that are dangerous together. `words` say of the function what holds: `anyone can invoke it`. */
export type PartFound =
  | { state: 'holds'; words: string; evidence: Evidence[] }
  | { state: 'missing'; why: string }
  | { state: 'unknown'; why: string }

export type Part = (record: FunctionRecord, around: Surroundings) => PartFound

export const holds = (words: string, evidence: Evidence[]): PartFound => ({ state: 'holds', words, evidence })
export const missing = (why: string): PartFound => ({ state: 'missing', why })
export const unseen = (why: string): PartFound => ({ state: 'unknown', why })

/** Another check's verdict as a part. */
export function partOf(verdict: Verdict, words: string): PartFound {
  if (verdict.state === 'fail')
    return holds(words, [{ label: 'Because', value: verdict.summary }, ...verdict.evidence])
  if (verdict.state === 'unknown') return unseen(verdict.reason)
  return missing(verdict.state === 'pass' ? `not so: ${words}` : verdict.reason)
}

/**
 * Fails where all parts hold. Not applicable where the first does not, for there is nothing to combine then; a pass where
 * the first holds and another does not.
 */
export function judgeTogether(
  record: FunctionRecord,
  around: Surroundings,
  parts: readonly [Part, ...Part[]],
  severity: Severity = 'critical',
): Verdict {
  const found = parts.map((part) => part(record, around))
  const first = found[0]
  if (first?.state === 'missing') return notApplicable(first.why)
  const absent = found.find((one) => one.state === 'missing')
  if (absent?.state === 'missing') {
    return first?.state === 'holds'
      ? pass({ label: 'What holds', value: first.words }, { label: 'What does not', value: absent.why })
      : notApplicable(absent.why)
  }
  const hidden = found.find((one) => one.state === 'unknown')
  if (hidden?.state === 'unknown') {
    const others = found.flatMap((one) => (one.state === 'holds' ? [one.words] : []))
    return unknown(
      others.length > 0 ? `It is so that ${others.join(' and ')}, but: ${hidden.why}` : hidden.why,
    )
  }
  const all = found.flatMap((one) => (one.state === 'holds' ? [one] : []))
  const words = all.map((one) => one.words)
  return {
    state: 'fail',
    severity,
    summary: `${capital(words.slice(0, -1).join(', '))}, and ${words.at(-1)}.`,
    evidence: all.flatMap((one) => one.evidence),
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
