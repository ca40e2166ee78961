import type { Hit } from '#server/detections/engine/hit.ts'
import { SEVERITIES, type Severity } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import { REJECT_TITLES } from '#server/domain/trail/reject.ts'
import type { DetectResult } from './detect-files.ts'
import type { ReadCounts } from './read-counts.ts'

const number = (value: number) => Math.round(value).toLocaleString('en')
const megabytes = (bytes: number) => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`
const day = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')

export type Cost = { durationMs: number; peakMemoryMb: number }

/** What was read, what was not and what it took. */
export function readLines(read: ReadCounts, { durationMs, peakMemoryMb }: Cost): string[] {
  const perSecond = read.records / Math.max(durationMs / 1000, 0.001)
  const lines = [
    `Read ${number(read.records)} records in ${number(read.files)} files (${megabytes(read.bytes)}, ${megabytes(read.textBytes)} unpacked) in ${(durationMs / 1000).toFixed(1)} s: ${number(perSecond)} a second, ${number(peakMemoryMb)} MB of memory at most.`,
  ]
  if (read.records > 0) {
    const of = read.accounts.size === 1 ? 'account' : 'accounts'
    lines.push(
      `They are of ${number(read.accounts.size)} ${of}, from ${day(read.firstMs)} to ${day(read.lastMs)} UTC.`,
    )
  }
  const { repeated, unknownVersion, invalidUtf8, digests, otherFiles } = read.notes
  const also = [
    [repeated, 'records were there twice'],
    [unknownVersion, 'are of an unknown version'],
    [invalidUtf8, 'have bytes that are no UTF-8'],
    [digests, 'digests hold no records'],
    [otherFiles, 'other files in folders were not looked at'],
  ].flatMap(([count, what]) => (Number(count) > 0 ? [`${number(Number(count))} ${what}`] : []))
  if (also.length > 0) lines.push(`${also.join('; ')}.`)
  return [...lines, ...rejectLines(read)]
}

function rejectLines({ rejects, rejected, named }: ReadCounts): string[] {
  if (rejected === 0) return []
  const byReason = [...rejects]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${REJECT_TITLES[reason].toLowerCase()}: ${number(count)}`)
  const shown = named.map(
    ({ place, reason, detail }) =>
      `  ${visibleText(place)}: ${REJECT_TITLES[reason]}. ${visibleText(detail)}`,
  )
  const left = rejected - named.reduce((sum, { count }) => sum + (count ?? 1), 0)
  return [
    `${number(rejected)} could not be read (${byReason.join('; ')}):`,
    ...shown,
    ...(left > 0 ? [`  … and ${number(left)} more`] : []),
  ]
}

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
