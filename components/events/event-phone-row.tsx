import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { EventRow } from '#server/services/events/schema.ts'
import { OutcomeWord, ToolWord } from './event-words.tsx'

/** An event in three lines for a phone. */
export function EventPhoneRow({ row }: { row: EventRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="flex items-center justify-between gap-2">
        <Text value={row.name} mono className="font-medium" />
        <Time at={row.at} className="shrink-0 text-muted" />
      </span>
      <span className="flex min-w-0 items-center gap-2">
        <Text value={personName(row.actorName)} mono />
        <ToolWord tool={row.tool} />
      </span>
      <span className="flex min-w-0 items-center gap-2 text-muted">
        {row.functionName ? <Text value={row.functionName} mono /> : <Text value={row.source} mono />}
        {row.errorCode && <OutcomeWord event={row} />}
      </span>
    </span>
  )
}
