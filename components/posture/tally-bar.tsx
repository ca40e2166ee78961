import { formatCount } from '#components/ui/format.ts'
import type { Tally } from '#server/services/posture/schema.ts'

const PARTS = [
  { key: 'fail', word: 'fail', className: 'bg-high' },
  { key: 'excepted', word: 'excepted', className: 'bg-medium/50' },
  { key: 'unknown', word: 'unknown', className: 'hatched border border-line-strong/60' },
  { key: 'pass', word: 'pass', className: 'bg-resolved' },
] as const

/** Fails, exceptions, unknowns and passes as shares of one bar, with the counts in words. */
export function TallyBar({ tally }: { tally: Tally }) {
  const total = PARTS.reduce((sum, { key }) => sum + tally[key], 0)
  const words = PARTS.filter(({ key }) => tally[key] > 0).map(
    ({ key, word }) => `${formatCount(tally[key])} ${word}`,
  )
  if (total === 0)
    return (
      <span className="text-faint">{tally.notApplicable > 0 ? 'applies to nothing' : 'nothing judged'}</span>
    )
  return (
    <span className="flex min-w-0 items-center gap-2" title={words.join(', ')}>
      <span aria-hidden className="flex h-2 w-24 shrink-0 overflow-hidden rounded-sm bg-bg">
        {PARTS.map(({ key, className }) => (
          <span key={key} className={className} style={{ width: `${(tally[key] / total) * 100}%` }} />
        ))}
      </span>
      <span className="sr-only">{words.join(', ')}</span>
    </span>
  )
}

/** Counts of one tally as numbers, unknown hatched. */
export function TallyCounts({ tally }: { tally: Tally }) {
  if (PARTS.every(({ key }) => tally[key] === 0)) return <span className="text-faint">–</span>
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      <span className={tally.fail > 0 ? 'font-medium text-high' : 'text-muted'}>
        <span className="num">{formatCount(tally.fail)}</span> fail
      </span>
      {tally.excepted > 0 && (
        <span>
          <span className="num">{formatCount(tally.excepted)}</span> excepted
        </span>
      )}
      {tally.unknown > 0 && (
        <span className="hatched rounded-sm px-1">
          <span className="num">{formatCount(tally.unknown)}</span> unknown
        </span>
      )}
      <span className="text-muted">
        <span className="num">{formatCount(tally.pass)}</span> pass
      </span>
    </span>
  )
}
