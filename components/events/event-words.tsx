import { Text } from '#components/ui/text.tsx'
import type { EventRow } from '#server/services/events/schema.ts'

/** The tool that made the call; a person's console is what stands out. */
export function ToolWord({ tool }: { tool: EventRow['tool'] }) {
  if (tool === 'unknown') return <span className="hatched rounded-sm px-1 text-muted">unknown</span>
  return <span className={tool === 'console' ? 'font-medium text-medium' : 'text-muted'}>{tool}</span>
}

/** "ok", or the error's code. */
export function OutcomeWord({ event }: { event: Pick<EventRow, 'errorCode' | 'errorMessage'> }) {
  if (!event.errorCode) return <span className="text-faint">ok</span>
  return (
    <span className="min-w-0 truncate text-high" title={event.errorMessage ?? undefined}>
      <Text value={event.errorCode} mono />
    </span>
  )
}

/** Read, write, or not said by CloudTrail. */
export function KindWord({ readOnly }: { readOnly: boolean | null }) {
  if (readOnly === null) return <span className="hatched rounded-sm px-1 text-muted">unknown</span>
  return readOnly ? <span className="text-faint">read</span> : <span>write</span>
}
