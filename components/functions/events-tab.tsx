'use client'
import { useState } from 'react'
import { EventList } from '#components/events/event-list.tsx'
import { EventSheet } from '#components/events/event-sheet.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { EventList as EventListAnswer } from '#server/services/events/schema.ts'

type Props = { name: string; accountId: string; region: string }

/** The newest CloudTrail events that name the function, in the period. */
export function EventsTab({ name, accountId, region }: Props) {
  const { scopeParams } = useScope()
  const [openEvent, setOpenEvent] = useState<string | null>(null)
  const query = useApi<EventListAnswer>('/events', {
    ...scopeParams,
    env: null,
    accounts: accountId,
    regions: region,
    function: name,
    limit: 100,
  })
  const all = `/events?function=${encodeURIComponent(name)}&accounts=${accountId}&regions=${region}`
  return (
    <Card
      title="Events"
      note={
        query.data && `newest ${query.data.items.length} of ${formatCount(query.data.total)} in the period`
      }
      actions={
        <ScopedLink href={all} className="text-accent">
          Open in the event viewer
        </ScopedLink>
      }
      flush
    >
      {query.isPending ? (
        <SkeletonRows rows={8} />
      ) : query.data ? (
        <EventList
          events={query.data.items}
          onOpen={setOpenEvent}
          empty="No CloudTrail event names this function in the period. A longer period may hold some."
        />
      ) : (
        <ErrorState
          title="The events could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      )}
      {openEvent && <EventSheet id={openEvent} onClose={() => setOpenEvent(null)} />}
    </Card>
  )
}
