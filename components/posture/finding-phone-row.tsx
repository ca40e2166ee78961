import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { FindingRow } from '#server/services/findings/schema.ts'

/** A finding in three lines for a phone. */
export function FindingPhoneRow({ row }: { row: FindingRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="line-clamp-2 break-words text-body font-medium">{visibleText(row.checkTitle)}</span>
      <Text value={row.resourceName} mono className="max-w-full text-muted" />
      <span className="flex items-center gap-2 text-muted">
        <SeverityLabel severity={row.severity} />
        {row.state !== 'open' && <span>{row.state}</span>}
        <span className="ml-auto whitespace-nowrap">
          since <Time at={row.openedAt} />
        </span>
      </span>
    </span>
  )
}
