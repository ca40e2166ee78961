import { Time } from '#components/ui/time.tsx'
import type { DetectionRow } from '#server/services/detections/schema.ts'

/** Whether a detection looks, still learns until when, sees nothing as things are, or is off. */
export function DetectionState({ row }: { row: DetectionRow }) {
  if (row.state === 'off')
    return (
      <span className="text-muted" title={row.off ?? 'Switched off here'}>
        off
      </span>
    )
  if (row.state === 'blind')
    return (
      <span className="hatched rounded-sm px-1 text-muted" title={row.blindness ?? undefined}>
        sees nothing
      </span>
    )
  if (row.state === 'learning' && row.learning?.until)
    return (
      <span
        className="text-muted"
        title={`Of ${row.learning.accounts} accounts, ${row.learning.learning} are not known for long enough yet`}
      >
        learned <Time at={row.learning.until} />
      </span>
    )
  return <span>on</span>
}
