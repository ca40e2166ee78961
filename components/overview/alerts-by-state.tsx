import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatCount, formatPercent } from '#components/ui/format.ts'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { Overview } from '#server/services/overview/schema.ts'

const FILL: Record<string, string> = {
  firing: 'var(--color-firing)',
  acknowledged: 'var(--color-acknowledged)',
  snoozed: 'var(--color-snoozed)',
  resolved: 'var(--color-resolved)',
}

/** The share of alerts in each state. */
export function AlertsByState({ items }: { items: Overview['alertsByState'] }) {
  const total = items.reduce((sum, item) => sum + item.count, 0)
  return (
    <Card title="Alerts by state" note={total > 0 ? `${formatCount(total)} in the period` : undefined}>
      {total === 0 ? (
        <p className="text-muted">No alert in this period.</p>
      ) : (
        <>
          <div className="mb-2 flex h-2.5 gap-px overflow-hidden rounded-sm" aria-hidden>
            {items.map((item) => (
              <div
                key={item.state}
                className={FILL[item.state] ? undefined : 'hatched'}
                style={{ flexGrow: item.count, background: FILL[item.state] }}
              />
            ))}
          </div>
          <ul className="grid gap-1">
            {items.map((item) => (
              <li key={item.state}>
                <ScopedLink
                  href={`/alerts?state=${encodeURIComponent(item.state)}`}
                  className="flex items-center gap-2 rounded-sm hover:bg-hover"
                >
                  <StateBadge state={item.state} />
                  <span className="num ml-auto text-table">{formatCount(item.count)}</span>
                  <span className="num w-12 text-right text-table text-muted">
                    {formatPercent((item.count / total) * 100)}
                  </span>
                </ScopedLink>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
