import type { Remediation } from '#server/checks/define-check.ts'
import type { CheckGroup } from '#server/domain/posture/check-group.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { Evidence, VerdictState } from '#server/domain/verdict.ts'

/** Where in a file it is written; line and column begin at 1. */
export type SourceLocation = { file: string; line: number; column: number }

/** One verdict of one check on one resource, as `sightline audit` and `sightline scan` report it. */
export type PostureFinding = {
  checkId: string
  title: string
  /** `own`: a rule of the organisation's. */
  group: CheckGroup | 'own'
  status: VerdictState
  /** Of a fail: with what its context made of it. Otherwise the check's own. */
  severity: Severity
  resourceArn: string
  resourceName: string
  resourceKind: ResourceKind
  accountId: string
  region: string
  /** Functions that it is about. */
  functionArns: readonly string[]
  /** One sentence: what is wrong, or why it is unknown or not applicable; empty for a pass. */
  summary: string
  evidence: readonly Evidence[]
  /** Null where the status is not fail. */
  remediation: Remediation | null
  /** Set where an exception covers it: it still holds, and does not count against `--fail-on`. */
  excepted?: { reason: string; expiresAt: string | null }
  location?: SourceLocation
}

/** What a report says of a check beside its findings. */
export type ReportedCheck = {
  id: string
  title: string
  why: string
  severity: Severity
  group: CheckGroup | 'own'
  references: readonly string[]
}
