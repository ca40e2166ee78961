import { DecisionRow } from '#components/decisions/decision-row.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Time } from '#components/ui/time.tsx'
import type { AllowEntryRow } from '#server/services/allow-entries/schema.ts'
import { selectorWords } from './allow-draft.ts'

/** An entry with what it kept from being alerts. */
export function AllowEntry({ row }: { row: AllowEntryRow }) {
  return (
    <DecisionRow
      row={row}
      path="/allow-entries"
      covers={selectorWords(row.selector)}
      noun="entry"
      ended="Ended: what it covered is an alert from the next time on"
      ending="What it covered is an alert again, from the next time on."
    >
      <ScopedLink href={`/detections/hits?entry=${row.id}`} className="text-accent hover:underline">
        {formatCount(row.allowed30d)} {row.allowed30d === 1 ? 'hit' : 'hits'} in 30 days
      </ScopedLink>
      {row.lastAllowedAt ? (
        <span>
          last <Time at={row.lastAllowedAt} />
        </span>
      ) : (
        <span>never used</span>
      )}
    </DecisionRow>
  )
}
