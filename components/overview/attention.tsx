import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertRow } from '#server/services/alerts/schema.ts'

/** The most urgent alerts, as the overview has chosen them. */
export function Attention({ alerts, collected }: { alerts: AlertRow[]; collected: boolean }) {
  return (
    <Card
      title="Needs attention"
      note={alerts.length > 0 ? 'most urgent first' : undefined}
      actions={
        <ScopedLink href="/alerts?state=open" className="text-table text-accent hover:underline">
          All alerts
        </ScopedLink>
      }
      flush
    >
      {alerts.length === 0 ? (
        <EmptyState title={collected ? 'Nothing needs you now' : 'Nothing to judge yet'}>
          {collected
            ? 'Alerts that fire, are acknowledged or snoozed appear here with what changed just before them.'
            : 'Alerts appear here once the first collection has ended.'}
        </EmptyState>
      ) : (
        <ol>
          {alerts.map((alert) => (
            <li key={alert.id} className="border-t border-line">
              <ScopedLink
                href={`/alerts/${alert.id}`}
                className="grid grid-cols-[4.75rem_minmax(0,1fr)] sm:grid-cols-[4.75rem_minmax(0,1fr)_auto] items-baseline gap-x-2 px-3 py-1.5 hover:bg-hover focus-visible:-outline-offset-2"
              >
                <SeverityLabel severity={alert.severity} className="text-table" />
                <span className="truncate font-medium" title={visibleText(alert.title)}>
                  {visibleText(alert.title)}
                </span>
                <span className="whitespace-nowrap text-table text-muted max-sm:col-start-2 max-sm:row-start-3">
                  {stateWords(alert)}
                </span>
                <span className="col-start-2 truncate sm:col-end-4 text-table text-muted">
                  since <Time at={alert.startedAt} as="clock" />
                  {!alert.resourceName &&
                    ` · ${visibleText(alert.accountName)}, ${visibleText(alert.region)}`}
                  {alert.cause ? ` · ${visibleText(alert.cause)}` : ` · ${visibleText(alert.summary)}`}
                </span>
              </ScopedLink>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function stateWords(alert: AlertRow) {
  if (alert.state === 'acknowledged') {
    return alert.acknowledgedBy ? `acked by ${visibleText(alert.acknowledgedBy)}` : 'acknowledged'
  }
  if (alert.state === 'snoozed') {
    return (
      <>
        snoozed, back <Time at={alert.snoozedUntil} />
      </>
    )
  }
  return (
    <span className="text-firing">
      unacked for <Time at={alert.startedAt} as="age" />
    </span>
  )
}
