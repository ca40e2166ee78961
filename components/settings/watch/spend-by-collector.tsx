import { Card } from '#components/ui/card.tsx'
import { formatCount, formatUsd } from '#components/ui/format.ts'
import { MiniTable } from '#components/ui/mini-table.tsx'
import type { WatchCost } from '#server/services/watch-cost/schema.ts'

type Row = WatchCost['byCollector'][0]

/** Calls and what AWS charges for them, collector by collector, this month. */
export function SpendByCollector({ rows }: { rows: Row[] }) {
  return (
    <Card title="By collector" note="this month" flush>
      <MiniTable
        label="Calls by collector"
        rows={rows}
        rowKey={({ collector }) => collector}
        columns={[
          { head: 'Collector', cell: ({ title }: Row) => title },
          { head: 'Calls', align: 'end', cell: ({ calls }: Row) => formatCount(calls) },
          { head: 'Throttled', align: 'end', cell: ({ throttles }: Row) => formatCount(throttles) },
          {
            head: 'USD',
            align: 'end',
            cell: ({ costUsd }: Row) => (costUsd === 0 ? 'free' : formatUsd(costUsd)),
          },
        ]}
      />
      <p className="m-0 px-3 py-2 text-table text-muted">
        By AWS’s list prices: metrics asked for, Cost Explorer, and the queues and files of event sources.
        What Athena and CloudTrail Lake read is on AWS’s bill alone. Reading Lambda, IAM and CloudTrail’s
        event history is free.
      </p>
    </Card>
  )
}
