'use client'
import { HitsCard } from '#components/detections/hits-card.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AlertList, AlertRow } from '#server/services/alerts/schema.ts'

function AlertLine({ alert }: { alert: AlertRow }) {
  return (
    <li className="grid grid-cols-1 min-w-0 gap-x-3 gap-y-0.5 border-t border-line px-3 py-1.5 text-table sm:grid-cols-[6rem_8rem_minmax(0,1fr)_8rem]">
      <SeverityLabel severity={alert.severity} />
      <span>
        <StateBadge state={alert.state} />
      </span>
      <span className="min-w-0">
        <ScopedLink href={`/alerts/${alert.id}`} className="font-medium hover:underline">
          <Text value={alert.title} className="whitespace-normal" />
        </ScopedLink>
        <span className="block text-muted">
          <Text value={alert.summary} className="whitespace-normal" />
        </span>
      </span>
      <span className="text-muted sm:text-right">
        began <Time at={alert.startedAt} />
      </span>
    </li>
  )
}

function Alerts({ id }: { id: string }) {
  const query = useApi<AlertList>('/alerts', {
    resourceId: id,
    range: '14d',
    sort: 'startedAt',
    order: 'desc',
    pageSize: 100,
  })
  return (
    <Card title="Alerts" note={query.data && `${query.data.total} in 14 days`} flush>
      {query.isPending ? (
        <SkeletonRows rows={5} />
      ) : !query.data ? (
        <ErrorState
          title="The alerts could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : query.data.items.length === 0 ? (
        <EmptyState title="No alert on this function">
          Timeouts, throttles, bursts of errors, public URLs and code changed by a person appear here.
        </EmptyState>
      ) : (
        <ul className="m-0 list-none p-0">
          {query.data.items.map((alert) => (
            <AlertLine key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </Card>
  )
}

/** Every alert on the function, newest first, resolved ones too; and what detections found, whether anybody was told or not. */
export function AlertsTab({ id }: { id: string }) {
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      <Alerts id={id} />
      <HitsCard
        title="What detections found"
        params={{ resource: id }}
        within="as far back as hits are kept"
        none="Nothing that detections look for was done to it."
      />
    </div>
  )
}
