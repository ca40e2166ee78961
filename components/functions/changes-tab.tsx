'use client'
import { useState } from 'react'
import { EventList } from '#components/events/event-list.tsx'
import { EventSheet } from '#components/events/event-sheet.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { FunctionChanges } from '#server/services/functions/schema.ts'
import { FieldDiff } from './field-diff.tsx'

type Change = FunctionChanges['items'][number]

function WhoDidIt({ change, onOpen }: { change: Change; onOpen: (id: string) => void }) {
  const { event } = change
  if (event)
    return (
      <>
        <Button variant="ghost" size="sm" onClick={() => onOpen(event.id)} className="num -ml-2 text-accent">
          {event.name}
        </Button>
        <span>
          by <Text value={personName(event.actorName)} mono />
        </span>
        <span className="text-muted">
          {event.tool === 'unknown' ? 'with an unknown tool' : `from the ${event.tool}`}
          {event.sourceIp && (
            <>
              , <Text value={event.sourceIp} mono />
            </>
          )}
        </span>
      </>
    )
  if (change.actor)
    return (
      <span>
        by <Text value={change.actor} mono />
      </span>
    )
  if (change.kind === 'first seen') return null
  return <span className="text-muted">by whom is not known: no CloudTrail event was found for it</span>
}

function ChangeCard({ change, onOpen }: { change: Change; onOpen: (id: string) => void }) {
  return (
    <li className="border-t border-line px-3 py-2 first:border-0">
      <div className="flex flex-wrap items-center gap-x-2 text-table">
        <span className="text-body font-medium">{change.kind}</span>
        <Time at={change.at} />
        <span className="text-faint">
          <Time at={change.at} as="clock" className="num" />
        </span>
        <WhoDidIt change={change} onOpen={onOpen} />
      </div>
      {change.fields.map((field) => (
        <FieldDiff key={field.path} change={field} />
      ))}
      {change.kind === 'changed' && change.fields.length === 0 && (
        <p className="m-0 text-table text-muted">Only fields that Lambda sets by itself differ.</p>
      )}
    </li>
  )
}

/** The configuration's versions, each with what differs and the call and actor behind it. */
export function ChangesTab({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const [openEvent, setOpenEvent] = useState<string | null>(null)
  const query = useApi<FunctionChanges>(`/functions/${id}/changes`, scopeParams)
  if (query.isPending) return <SkeletonRows rows={8} />
  if (!query.data)
    return (
      <ErrorState
        title="The changes could not be loaded"
        error={query.error}
        stillWorks="The events tab reads CloudTrail apart from this."
        retry={() => query.refetch()}
      />
    )
  const { items, events } = query.data
  const explained = new Set(items.map((change) => change.event?.id))
  const others = events.filter((event) => !explained.has(event.id))
  return (
    <div className="grid grid-cols-1 min-w-0 gap-3">
      <Card title="Versions of the configuration" note={items.length} flush>
        {items.length === 0 ? (
          <EmptyState title="No change in this period">
            Each change of code, configuration, policy, URL or tags appears here with the call that made it. A
            longer period may hold some.
          </EmptyState>
        ) : (
          <ul className="m-0 list-none p-0">
            {items.map((change) => (
              <ChangeCard key={`${change.at} ${change.kind}`} change={change} onOpen={setOpenEvent} />
            ))}
          </ul>
        )}
      </Card>
      <Card title="Other calls on it" note="CloudTrail events that no version above accounts for" flush>
        <EventList events={others} onOpen={setOpenEvent} empty="None in this period." />
      </Card>
      {openEvent && <EventSheet id={openEvent} onClose={() => setOpenEvent(null)} />}
    </div>
  )
}
