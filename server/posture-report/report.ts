import type { Severity } from '#server/domain/severity.ts'
import type { VerdictState } from '#server/domain/verdict.ts'
import type { PostureFinding, ReportedCheck } from './posture-finding.ts'

/** What a report says besides its findings. */
export type ReportContext = {
  command: 'audit' | 'scan'
  /** Of Sightline. */
  version: string
  generatedAt: Date
  /** Every check that was evaluated. */
  checks: readonly ReportedCheck[]
  /** Further members of the JSON report, asked for once the findings have run out. */
  more?: () => Record<string, unknown>
  /** Of the terminal that is written to; left out where it is none. */
  terminal?: { columns: number; colour: boolean }
  /** How many resources of one check a table names; all where left out. */
  perCheck?: number
}

/** Writes findings piece by piece, holding no more of them than the format asks for. */
export type ReportWriter = (findings: Iterable<PostureFinding>, context: ReportContext) => Iterable<string>

export type Counts = Record<VerdictState, number> & { excepted: number; bySeverity: Record<Severity, number> }

export const noCounts = (): Counts => ({
  pass: 0,
  fail: 0,
  unknown: 0,
  'not applicable': 0,
  excepted: 0,
  bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
})

/** Adds a finding to the counts; an excepted one counts as excepted, neither as a fail nor to a severity. */
export function count(counts: Counts, finding: PostureFinding): void {
  if (finding.excepted) counts.excepted += 1
  else counts[finding.status] += 1
  if (finding.status === 'fail' && !finding.excepted) counts.bySeverity[finding.severity] += 1
}
