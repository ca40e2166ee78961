'use client'
import { sessionHref } from '#components/events/session-href.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { EventRow } from '#server/services/events/schema.ts'

const COLUMNS: MiniColumn<EventRow>[] = [
  { head: 'When', cell: (event) => <Time at={event.at} as="clock" /> },
  {
    head: 'Call',
    cell: (event) => (
      <ScopedLink href={`/events?peek=${encodeURIComponent(event.id)}`} className="num hover:underline">
        {visibleText(event.name)}
      </ScopedLink>
    ),
  },
  { head: 'By', cell: (event) => <Text value={personName(event.actorName)} className="max-w-48" /> },
  { head: 'With', cell: (event) => event.tool },
  { head: 'From', cell: (event) => <Text value={event.sourceIp} mono className="max-w-40" /> },
  {
    head: 'Session',
    cell: (event) => (
      <ScopedLink href={sessionHref(event.id)} className="text-accent hover:underline">
        Back to the login
      </ScopedLink>
    ),
  },
  { head: 'Error', cell: (event) => <Text value={event.errorCode} className="max-w-40 text-critical" /> },
]

/** The CloudTrail records that the alert was raised from. */
export function AlertRecords({ events }: { events: EventRow[] }) {
  return (
    <MiniTable
      label="Records that raised the alert"
      columns={COLUMNS}
      rows={events}
      rowKey={(event) => event.id}
    />
  )
}
