import type { Severity } from './severity.ts'

/** One thing that decided a verdict: what it is called and what it said. */
export type Evidence = { label: string; value: string }

/** `since` is when it began, where the configuration tells (ISO 8601). */
export type Verdict =
  | { state: 'pass'; evidence: Evidence[] }
  | { state: 'fail'; severity: Severity; summary: string; evidence: Evidence[]; since?: string }
  | { state: 'unknown'; reason: string }
  | { state: 'not applicable'; reason: string }
