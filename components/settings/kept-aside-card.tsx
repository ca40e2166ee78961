import { Card } from '#components/ui/card.tsx'
import { formatCount } from '#components/ui/format.ts'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { KeptAside, TrailCoverage } from '#server/services/coverage/schema.ts'

const COLUMNS: MiniColumn<KeptAside>[] = [
  { head: 'Why', cell: (row) => row.title },
  { head: 'Where', cell: (row) => <Text value={row.place} />, className: 'max-w-72 truncate' },
  { head: 'What', cell: (row) => <Text value={row.detail} />, className: 'max-w-96 truncate' },
  {
    head: 'Event',
    cell: (row) => (row.eventId === null ? '' : <Text value={row.eventId} />),
    className: 'num max-w-72 truncate',
  },
  { head: 'Last seen', cell: (row) => <Time at={row.lastSeenAt} /> },
  { head: 'Records', cell: (row) => formatCount(row.count), align: 'end' },
]

/** Records that could not be taken in, with the reason; everything else went on. */
export function KeptAsideCard({ trail }: { trail: TrailCoverage }) {
  const { keptAside, keptAsideTotal } = trail
  const shown = keptAside.reduce((sum, { count }) => sum + count, 0)
  const note =
    keptAsideTotal > shown ? `the last ${formatCount(shown)} of ${formatCount(keptAsideTotal)}` : undefined
  return (
    <Card title="CloudTrail records kept aside" note={note} flush>
      {keptAside.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">Every record that was read could be taken in.</p>
      ) : (
        <MiniTable
          label="CloudTrail records kept aside"
          columns={COLUMNS}
          rows={keptAside}
          rowKey={({ id }) => id}
        />
      )}
    </Card>
  )
}
