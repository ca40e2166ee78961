import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { HitRow } from '#server/services/detections/schema.ts'

/** What became of a hit: an alert, allowed by an entry with its reason, or neither. */
export function HitOutcome({ row }: { row: Pick<HitRow, 'alertId' | 'allowedBy'> }) {
  if (row.alertId)
    return (
      <ScopedLink href={`/alerts/${row.alertId}`} className="text-accent hover:underline">
        alert
      </ScopedLink>
    )
  if (row.allowedBy)
    return (
      <span className="text-muted" title={row.allowedBy.reason}>
        allowed
      </span>
    )
  return (
    <span className="text-faint" title="Low severity, or it was over before anybody could be told">
      kept
    </span>
  )
}
