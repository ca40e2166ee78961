import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertRow } from '#server/services/alerts/schema.ts'

/** An alert in three lines for a phone. */
export function AlertPhoneRow({ row }: { row: AlertRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="line-clamp-2 break-words text-body font-medium">{visibleText(row.title)}</span>
      {row.cause && <span className="truncate text-muted">{visibleText(row.cause)}</span>}
      <span className="flex items-center gap-2 text-muted">
        <SeverityLabel severity={row.severity} />
        <StateBadge state={row.state} />
        <span className="ml-auto whitespace-nowrap">
          since <Time at={row.startedAt} />
        </span>
      </span>
    </span>
  )
}
