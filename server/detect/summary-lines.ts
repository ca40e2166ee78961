import type { Hit } from '#server/detections/engine/hit.ts'
import { SEVERITIES, type Severity } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import type { DetectResult } from './detect-files.ts'

const number = (value: number) => Math.round(value).toLocaleString('en')

/** What the detections had to leave out. */
export function doubtLines({ tooLate, failures, forgotten }: DetectResult): string[] {
  const lines: string[] = []
  if (tooLate > 0)
    lines.push(
      `${number(tooLate)} records came more than 20 minutes after newer ones of their account: detections that go by several records did not see them. Give files in the order of their times.`,
    )
  for (const [detectionId, { count, error }] of failures) {
    const said = error instanceof Error ? error.message : String(error)
    lines.push(`${visibleText(detectionId)} failed on ${number(count)} records: ${visibleText(said)}`)
  }
  if (forgotten > 0)
    lines.push(`${number(forgotten)} things that were seen had to be forgotten, for memory's sake.`)
  return lines
}

export type Found = { total: number; bySeverity: Record<Severity, number> }

export const nothingFound = (): Found => ({
  total: 0,
  bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
})

export function countFound(found: Found, { severity }: Pick<Hit, 'severity'>): void {
  found.total += 1
  found.bySeverity[severity] += 1
}

export function foundLine({ total, bySeverity }: Found): string {
  if (total === 0) return 'Nothing was detected.'
  const parts = SEVERITIES.filter((one) => bySeverity[one] > 0).map(
    (one) => `${number(bySeverity[one])} ${one}`,
  )
  return `${number(total)} ${total === 1 ? 'detection' : 'detections'}: ${parts.join(', ')}.`
}
