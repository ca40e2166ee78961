import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { HitRow } from '#server/services/detections/schema.ts'

/** A hit in three lines for a phone. */
export function HitPhoneRow({ row }: { row: HitRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="line-clamp-2 break-words text-body font-medium">{visibleText(row.title)}</span>
      <span className="truncate text-muted">{visibleText(personName(row.actorName))}</span>
      <span className="flex items-center gap-2 text-muted">
        <SeverityLabel severity={row.severity} />
        {row.allowedBy && <span>allowed</span>}
        <span className="ml-auto whitespace-nowrap">
          <Time at={row.at} />
        </span>
      </span>
    </span>
  )
}
