import { SEVERITIES, type Severity, severityRank } from '#server/domain/severity.ts'
import type { Counts } from '#server/posture-report/report.ts'

/** Exit codes of `sightline audit` and `sightline scan`. */
export const EXIT = { clean: 0, findings: 1, nothingRead: 2, partlyRead: 3 } as const

export type FailOn = Severity | 'never'

/** Findings go before gaps: who fails a build for findings wants to see these. */
export function exitCodeOf(counts: Counts, failOn: FailOn, { partly }: { partly: boolean }): number {
  const counted = SEVERITIES.filter((one) => failOn !== 'never' && severityRank(one) <= severityRank(failOn))
  if (counted.some((one) => counts.bySeverity[one] > 0)) return EXIT.findings
  return partly ? EXIT.partlyRead : EXIT.clean
}
