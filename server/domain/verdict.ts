import type { Severity } from './severity.ts'

/** One thing that decided a verdict: what it is called and what it said. */
export type Evidence = { label: string; value: string }

export type Fail = {
  state: 'fail'
  severity: Severity
  /** One sentence that says what is wrong with this resource. */
  summary: string
  evidence: Evidence[]
  /** When it began, where the configuration tells (ISO 8601). */
  since?: string
  /** ARNs of the functions that it is about, where they are not all those behind the resource. */
  affects?: string[]
}

export type Verdict =
  | { state: 'pass'; evidence: Evidence[] }
  | Fail
  | { state: 'unknown'; reason: string }
  | { state: 'not applicable'; reason: string }

export const VERDICT_STATES = ['pass', 'fail', 'unknown', 'not applicable'] as const
export type VerdictState = Verdict['state']
