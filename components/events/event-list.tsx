import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { EventRow } from '#server/services/events/schema.ts'
import { OutcomeWord, ToolWord } from './event-words.tsx'

type Props = { events: EventRow[]; onOpen: (id: string) => void; empty: string }

/** Events in lines, newest first as they come; a line opens its raw record. */
export function EventList({ events, onOpen, empty }: Props) {
  if (events.length === 0) return <p className="m-0 px-3 pb-3 text-table text-muted">{empty}</p>
  return (
    <ul className="m-0 list-none p-0">
      {events.map((event) => (
        <li key={event.id} className="border-t border-line">
          <button
            type="button"
            onClick={() => onOpen(event.id)}
            className="grid grid-cols-1 w-full min-w-0 gap-x-3 px-3 py-1.5 text-left text-table hover:bg-hover sm:grid-cols-[7rem_minmax(0,1.2fr)_minmax(0,1.4fr)_5rem_minmax(0,1fr)]"
          >
            <Time at={event.at} className="text-muted" />
            <Text value={event.name} mono className="font-medium" />
            <Text value={personName(event.actorName)} mono />
            <ToolWord tool={event.tool} />
            <OutcomeWord event={event} />
          </button>
        </li>
      ))}
    </ul>
  )
}
