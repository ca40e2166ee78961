import { Card } from '#components/ui/card.tsx'
import { formatCount, formatUsd } from '#components/ui/format.ts'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import type { WatchCost } from '#server/services/watch-cost/schema.ts'

type Row = WatchCost['byCollector'][0]

function Calls({ calls, throttles }: Row) {
  return (
    <>
      {formatCount(calls)}
      {throttles > 0 && <span className="text-medium"> ({formatCount(throttles)} throttled)</span>}
    </>
  )
}

const COLUMNS: MiniColumn<Row>[] = [
  { head: 'Collector', cell: ({ title }) => title },
  { head: 'Calls', align: 'end', cell: (row) => <Calls {...row} /> },
]
const CHARGED: MiniColumn<Row>[] = [
  ...COLUMNS,
  { head: 'USD', align: 'end', cell: ({ costUsd }) => formatUsd(costUsd) },
]

/** Calls and what AWS charges for them, collector by collector, this month; those that are free folded away. */
export function SpendByCollector({ rows }: { rows: Row[] }) {
  const charged = rows.filter(({ costUsd }) => costUsd > 0)
  const free = rows.filter(({ costUsd }) => costUsd === 0)
  const keyOf = ({ collector }: Row) => collector
  return (
    <Card title="By collector" note="this month" flush>
      {charged.length > 0 && (
        <MiniTable label="Calls that are charged" rows={charged} rowKey={keyOf} columns={CHARGED} />
      )}
      {free.length > 0 && (
        <details className="border-t border-line">
          <summary className="cursor-pointer px-3 py-2 text-table">
            <span className="num">{formatCount(free.reduce((sum, { calls }) => sum + calls, 0))}</span> free
            calls of {free.length} collectors
          </summary>
          <MiniTable label="Calls that are free" rows={free} rowKey={keyOf} columns={COLUMNS} />
        </details>
      )}
      <p className="m-0 px-3 py-2 text-table text-muted">
        By AWS’s list prices: metrics asked for, Cost Explorer, and the queues and files of event sources.
        What Athena and CloudTrail Lake read is on AWS’s bill alone. Reading Lambda, IAM and CloudTrail’s
        event history is free.
      </p>
    </Card>
  )
}
