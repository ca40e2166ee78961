'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AlertList } from '#server/services/alerts/schema.ts'

/** The function's open alerts, worst first. */
export function RecentAlerts({ id }: { id: string }) {
  const query = useApi<AlertList>('/alerts', { resourceId: id, state: 'open', sort: 'severity', pageSize: 5 })
  const items = query.data?.items ?? []
  return (
    <Card title="Open alerts" note={query.data ? query.data.total : undefined} flush>
      {query.isPending ? (
        <SkeletonRows rows={2} />
      ) : query.isError && !query.data ? (
        <p role="alert" className="m-0 px-3 pb-3 text-table text-high">
          The alerts could not be loaded: {query.error.message}
        </p>
      ) : items.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">None is open.</p>
      ) : (
        <ul className="m-0 list-none p-0">
          {items.map((alert) => (
            <li key={alert.id} className="border-t border-line px-3 py-1.5 text-table">
              <ScopedLink href={`/alerts/${alert.id}`} className="block hover:underline">
                <Text value={alert.title} className="whitespace-normal font-medium" />
              </ScopedLink>
              <span className="flex flex-wrap items-center gap-2 text-muted">
                <SeverityLabel severity={alert.severity} />
                <StateBadge state={alert.state} />
                <span>
                  since <Time at={alert.startedAt} />
                </span>
              </span>
              {alert.cause && <Text value={alert.cause} className="whitespace-normal text-muted" />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
