import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { DetectionRow } from '#server/services/detections/schema.ts'
import { DetectionState } from './detection-state.tsx'
import { SeenCounts } from './seen-counts.tsx'

/** A detection in three lines for a phone. */
export function DetectionPhoneRow({ row }: { row: DetectionRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="line-clamp-2 break-words text-body font-medium">{visibleText(row.title)}</span>
      <span className="text-muted">
        <SeenCounts seen={row.seen} />
      </span>
      <span className="flex items-center gap-2 text-muted">
        <SeverityLabel severity={row.severity} />
        <span className="ml-auto whitespace-nowrap">
          <DetectionState row={row} />
        </span>
      </span>
    </span>
  )
}
