'use client'
import { Facts } from '#components/detail/facts.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatLocal, formatUtc } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { EventDetail, EventRow } from '#server/services/events/schema.ts'
import { KindWord, OutcomeWord, ToolWord } from './event-words.tsx'
import { pivotsOf } from './pivots.ts'

function EventFacts({ event }: { event: EventRow }) {
  const at = Date.parse(event.at)
  return (
    <Facts
      facts={[
        {
          label: 'When',
          value: (
            <>
              <span className="num">{formatLocal(at)}</span> · <Time at={event.at} />
              <span className="num block text-muted">{formatUtc(at)}</span>
            </>
          ),
        },
        {
          label: 'Call',
          value: (
            <>
              <Text value={event.name} mono className="font-medium" />
              {event.rawName !== event.name && (
                <span className="text-muted">
                  {' '}
                  as <Text value={event.rawName} mono />
                </span>
              )}
              <div>
                <Text value={event.source} mono className="text-muted" />
              </div>
            </>
          ),
        },
        { label: 'Kind', value: <KindWord readOnly={event.readOnly} /> },
        {
          label: 'Outcome',
          value: (
            <>
              <OutcomeWord event={event} />
              {event.errorMessage && (
                <Text value={event.errorMessage} className="whitespace-normal break-words text-muted" />
              )}
            </>
          ),
        },
        {
          label: 'Actor',
          value: (
            <>
              <Text value={event.actorName} mono /> <span className="text-muted">({event.actorType})</span>
              <Text value={event.actorArn} mono copy className="text-muted" />
            </>
          ),
        },
        { label: 'Tool', value: <ToolWord tool={event.tool} /> },
        { label: 'Address', value: <Text value={event.sourceIp} mono /> },
        {
          label: 'User agent',
          value: <Text value={event.userAgent} className="whitespace-normal break-words" />,
        },
        {
          label: 'Function',
          value:
            event.functionId === null ? (
              <Text value={event.functionName} mono />
            ) : (
              <ScopedLink href={`/functions/${event.functionId}`} className="text-accent hover:underline">
                <Text value={event.functionName} mono />
              </ScopedLink>
            ),
        },
        {
          label: 'Where',
          value: (
            <>
              <Text value={event.accountName} /> · <span className="num">{event.accountId}</span> ·{' '}
              <span className="num">{event.region}</span>
            </>
          ),
        },
        {
          label: 'Resources',
          value: event.resources.map((arn) => (
            <div key={arn}>
              <Text value={arn} mono className="whitespace-normal break-all" />
            </div>
          )),
        },
      ]}
    />
  )
}

/** One event: who, what, with what, on what; the ways to its neighbours; the record as CloudTrail gave it. */
export function EventView({ id }: { id: string }) {
  const query = useApi<EventDetail>(`/events/${encodeURIComponent(id)}`, undefined, { refreshMs: false })
  const detail = query.data?.event.id === id ? query.data : undefined
  if (!detail) {
    if (query.isError && query.error.status === 404)
      return (
        <EmptyState title="There is no such event">
          Events are kept for 90 days, unless set otherwise.
        </EmptyState>
      )
    if (query.isError)
      return (
        <ErrorState title="The event could not be loaded" error={query.error} retry={() => query.refetch()} />
      )
    return <SkeletonRows rows={10} />
  }
  return (
    <div className="grid grid-cols-1 min-w-0 gap-4">
      <EventFacts event={detail.event} />
      <nav aria-label="Events like this one" className="flex flex-wrap gap-1.5">
        {pivotsOf(detail.event).map((pivot) => (
          <ScopedLink
            key={pivot.label}
            href={pivot.href}
            className={buttonClass('default', 'sm')}
            title={pivot.why}
          >
            {pivot.label}
          </ScopedLink>
        ))}
      </nav>
      <section className="min-w-0">
        <h3 className="caps mb-1">Record</h3>
        <CodeBlock code={JSON.stringify(detail.raw, null, 2)} label="CloudTrail record" />
        <p className="m-0 mt-1 text-table text-muted">
          As CloudTrail gave it; secrets were masked before it was stored.
        </p>
      </section>
    </div>
  )
}
