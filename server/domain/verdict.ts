import type { Severity } from './severity.ts'

/** One thing that decided a verdict: what it is called and what it said. */
export type Evidence = { label: string; value: string }

export type Verdict =
  | { state: 'pass'; evidence: Evidence[] }
  | { state: 'fail'; severity: Severity; summary: string; evidence: Evidence[] }
  | { state: 'unknown'; reason: string }
  | { state: 'not applicable'; reason: string }
