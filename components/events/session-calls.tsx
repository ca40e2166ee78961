import { cn } from '#components/ui/cn.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { EventRow } from '#server/services/events/schema.ts'
import { OutcomeWord, ToolWord } from './event-words.tsx'

type Props = { calls: EventRow[]; current: string; onOpen: (id: string) => void }

/** The calls of one session in order; the one that was asked about is marked. */
export function SessionCalls({ calls, current, onOpen }: Props) {
  if (calls.length === 0)
    return (
      <p className="m-0 px-3 pb-3 text-table text-muted">
        The record names neither a key nor a session: what else was done with it cannot be told.
      </p>
    )
  return (
    <ol aria-label="Calls of the session" className="m-0 list-none p-0">
      {calls.map((event) => {
        const isCurrent = event.id === current
        return (
          <li key={event.id} className="border-t border-line" aria-current={isCurrent || undefined}>
            <button
              type="button"
              onClick={() => onOpen(event.id)}
              className={cn(
                'grid w-full min-w-0 grid-cols-[4.5rem_minmax(0,1fr)_minmax(0,auto)] items-baseline gap-x-3 px-3 py-1.5 text-left text-table hover:bg-hover',
                'sm:grid-cols-[5.5rem_minmax(0,1.2fr)_minmax(0,1fr)_4rem_minmax(0,auto)]',
                isCurrent && 'bg-accent/10 font-medium',
              )}
            >
              <Time at={event.at} as="clock" className="num text-muted" />
              <Text value={event.name} mono />
              <span className="min-w-0 text-muted max-sm:hidden">
                <Text value={event.functionName ?? event.source.replace('.amazonaws.com', '')} mono />
              </span>
              <span className="max-sm:hidden">
                <ToolWord tool={event.tool} />
              </span>
              <OutcomeWord event={event} />
            </button>
          </li>
        )
      })}
    </ol>
  )
}
