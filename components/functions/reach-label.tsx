import { ReachBadge } from '#components/reach/reach-badge.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { FunctionRow } from '#server/services/functions/schema.ts'
import { reachOf } from './risk-words.ts'

type Row = Pick<FunctionRow, 'reach' | 'reachCertainty' | 'urlAuth' | 'publicPolicy'>

/** In one or two words who can reach the function; what was not worked out yet is told from URL and policy alone. */
export function ReachLabel({ row }: { row: Row }) {
  const risk = reachOf(row)
  if (row.reach === 'unknown' && risk?.tone === 'critical')
    return (
      <span
        title={`${risk.text}; the rest was not worked out`}
        className="whitespace-nowrap font-medium text-critical"
      >
        everyone ?
      </span>
    )
  return <ReachBadge level={row.reach} certainty={row.reachCertainty} />
}

/** As `ReachLabel`, leading to what decides it. */
export function ReachLink({ row }: { row: Row & Pick<FunctionRow, 'id' | 'name'> }) {
  return (
    <ScopedLink href={`/functions/${row.id}?tab=reach`} className="inline-flex max-w-full hover:underline">
      <ReachLabel row={row} />
    </ScopedLink>
  )
}
