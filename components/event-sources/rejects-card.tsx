import { Card } from '#components/ui/card.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { REJECT_TITLES } from '#server/domain/trail/reject.ts'
import type { EventReject } from '#server/services/event-sources/schema.ts'

/** What came and was no record, with the reason. */
export function RejectsCard({ rejects }: { rejects: EventReject[] }) {
  if (rejects.length === 0) return null
  return (
    <Card
      flush
      title="Kept aside"
      note="of queues and log files, in seven days, the latest first"
      className="mt-3"
    >
      <ul aria-label="Kept aside" className="m-0 list-none p-0 text-table">
        {rejects.map((one) => (
          <li
            key={`${one.place} ${one.reason} ${one.detail}`}
            className="grid min-w-0 grid-cols-1 gap-0.5 border-t border-line px-3 py-1.5"
          >
            <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
              <span className="font-medium">{REJECT_TITLES[one.reason]}</span>
              <span className="num">{formatCount(one.count)} ×</span>
              <span className="text-muted">
                last <Time at={one.lastSeenAt} />
              </span>
              {one.eventId && <Text value={one.eventId} mono className="text-muted" />}
            </span>
            <Text value={one.detail} className="whitespace-normal break-words" />
            <Text value={one.place} mono className="whitespace-normal break-all text-muted" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
