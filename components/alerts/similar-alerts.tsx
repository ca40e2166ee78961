import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertRow } from '#server/services/alerts/schema.ts'

/** The same rule or the same function, before. */
export function SimilarAlerts({ alerts }: { alerts: AlertRow[] }) {
  if (alerts.length === 0) {
    return <p className="px-3 pb-3 text-muted">No alert of the same rule or function before this one.</p>
  }
  return (
    <ul>
      {alerts.map((alert) => (
        <li key={alert.id} className="border-t border-line">
          <ScopedLink
            href={`/alerts/${encodeURIComponent(alert.id)}`}
            className="grid grid-cols-1 gap-0.5 px-3 py-1.5 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="truncate" title={visibleText(alert.title)}>
              {visibleText(alert.title)}
            </span>
            <span className="flex items-center gap-2 text-table text-muted">
              <SeverityLabel severity={alert.severity} />
              <StateBadge state={alert.state} />
              <Time at={alert.startedAt} className="ml-auto whitespace-nowrap" />
            </span>
          </ScopedLink>
        </li>
      ))}
    </ul>
  )
}
