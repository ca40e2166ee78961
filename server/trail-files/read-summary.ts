import { visibleText } from '#server/domain/text.ts'
import { REJECT_TITLES } from '#server/domain/trail/reject.ts'
import type { ReadCounts } from './read-counts.ts'

const number = (value: number) => Math.round(value).toLocaleString('en')
const size = (bytes: number) =>
  bytes < 1e6
    ? `${number(Math.ceil(bytes / 1000))} kB`
    : `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`
const day = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')

export type Cost = { durationMs: number; peakMemoryMb: number }

/** What was read, what was not and what it took. */
export function readLines(read: ReadCounts, { durationMs, peakMemoryMb }: Cost): string[] {
  const perSecond = read.records / Math.max(durationMs / 1000, 0.001)
  const lines = [
    `Read ${number(read.records)} records in ${number(read.files)} ${read.files === 1 ? 'file' : 'files'} (${size(read.bytes)}, ${size(read.textBytes)} unpacked) in ${(durationMs / 1000).toFixed(1)} s: ${number(perSecond)} a second, ${number(peakMemoryMb)} MB of memory at most.`,
  ]
  if (read.records > 0) {
    const of = read.accounts.size === 1 ? 'account' : 'accounts'
    lines.push(
      `They are of ${number(read.accounts.size)} ${of}, from ${day(read.firstMs)} to ${day(read.lastMs)} UTC.`,
    )
  }
  const { repeated, unknownVersion, invalidUtf8, digests, otherFiles } = read.notes
  const also = [
    [repeated, 'read twice and taken once'],
    [unknownVersion, 'of an unknown version'],
    [invalidUtf8, 'with bytes that are no UTF-8'],
    [digests, 'digests, which hold no records'],
    [otherFiles, 'other files in folders, not looked at'],
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
