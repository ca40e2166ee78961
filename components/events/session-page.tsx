'use client'
import { useState } from 'react'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatUtc } from '#components/ui/format.ts'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { EventChain } from '#server/services/events/schema.ts'
import { ChainTimeline } from './chain-timeline.tsx'
import { EventSheet } from './event-sheet.tsx'
import { pivotsOf } from './pivots.ts'
import { SessionCalls } from './session-calls.tsx'

/** How a call came about: back to the login that began its session, and what else the session did. */
export function SessionPage({ id }: { id: string }) {
  const query = useApi<EventChain>(`/events/${encodeURIComponent(id)}/chain`, undefined, {
    refreshMs: 60_000,
  })
  return (
    <DetailPage
      query={query}
      noun="event"
      list={{ href: '/events', label: 'All events' }}
      missing="Events are kept for 90 days, unless set otherwise."
      stillWorks="The list of events may still answer."
    >
      {(chain) => <SessionBody chain={chain} />}
    </DetailPage>
  )
}

function SessionBody({ chain }: { chain: EventChain }) {
  const [openEvent, setOpenEvent] = useState<string | null>(null)
  const call = chain.hops[0]?.event
  if (!call) return null
  const whole = pivotsOf(call).find((pivot) => pivot.label === 'Whole session')
  return (
    <>
      <PageHeader
        wraps
        title={`How ${visibleText(call.name)} came about`}
        facts={
          <>
            by {visibleText(personName(call.actorName))} · <Time at={call.at} as="clock" /> (
            <Time at={call.at} />)
          </>
        }
      />
      <div className="grid grid-cols-1 gap-3 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] xl:items-start">
        <Card
          title="Back to the login"
          note={chain.storedFrom && `events are stored from ${formatUtc(Date.parse(chain.storedFrom))} on`}
        >
          <ChainTimeline chain={chain} />
        </Card>
        <Card
          title="What the session did"
          note={
            chain.hasMore
              ? '100 calls on each side of this one'
              : 'calls with the same credentials, twelve hours on each side'
          }
          actions={
            whole && (
              <ScopedLink href={whole.href} className="text-accent">
                In the event viewer
              </ScopedLink>
            )
          }
          flush
        >
          <SessionCalls calls={chain.calls} current={call.id} onOpen={setOpenEvent} />
        </Card>
      </div>
      {openEvent && <EventSheet id={openEvent} onClose={() => setOpenEvent(null)} />}
    </>
  )
}
