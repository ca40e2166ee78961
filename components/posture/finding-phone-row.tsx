import { Badge } from '#components/ui/badge.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { FindingRow } from '#server/services/findings/schema.ts'

/** A finding in three lines for a phone. */
export function FindingPhoneRow({ row, say = 'title' }: { row: FindingRow; say?: 'title' | 'summary' }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="line-clamp-2 break-words text-body font-medium">
        {visibleText(say === 'title' ? row.checkTitle : row.summary)}
      </span>
      <span className="flex min-w-0 items-center gap-2 text-muted">
        <Text value={row.resourceName} mono className="min-w-0" />
        <Text value={row.accountName} className="max-w-28 shrink-0" />
      </span>
      <span className="flex items-center gap-2 text-muted">
        <SeverityLabel severity={row.severity} />
        {row.state !== 'open' && <Badge>{row.state}</Badge>}
        <span className="ml-auto whitespace-nowrap">
          since <Time at={row.openedAt} />
        </span>
      </span>
    </span>
  )
}
