'use client'
import { Unseen } from '#components/detail/unseen.tsx'
import { TableOrRows } from '#components/posture/table-or-rows.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { formatCompact, formatMemory, formatPercent, formatUsd } from '#components/ui/format.ts'
import type { MiniColumn } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import type { CostRow } from '#server/services/cost/schema.ts'
import { gapWord, triggerWord } from './cost-words.ts'

/** Less than half a cent is not worth its digits. */
const cents = (usd: number | null) => formatUsd(usd !== null && Math.abs(usd) < 0.005 ? 0 : usd)

export const costKey = (row: CostRow) => `${row.accountId} ${row.region} ${row.name}`

export function FunctionName({ row }: { row: CostRow }) {
  const name = <Text value={row.name} mono className="max-w-64" />
  return row.id === null ? (
    name
  ) : (
    <ScopedLink href={`/functions/${row.id}`} className="hover:underline">
      {name}
    </ScopedLink>
  )
}

export function Usd({ row }: { row: CostRow }) {
  return row.usd === null ? <Unseen word={gapWord(row.gap)} /> : formatUsd(row.usd)
}

/** By how much the last week was dearer or cheaper than the one before. */
export function WeekChange({ row }: { row: CostRow }) {
  const { lastWeekUsd, weekBeforeUsd } = row
  if (row.gap !== null || lastWeekUsd === null) return <Unseen word="unknown" />
  const change = lastWeekUsd - (weekBeforeUsd ?? 0)
  if (Math.abs(change) < 0.005) return <span className="text-muted">as before</span>
  if (weekBeforeUsd === null)
    return <span title="Nothing ran in the week before">{formatUsd(change)} new</span>
  return (
    <span
      className={change > 0.005 ? 'text-high' : undefined}
      title={`${formatUsd(lastWeekUsd)} after ${formatUsd(weekBeforeUsd)}`}
    >
      {change >= 0 ? '+' : '−'}
      {formatUsd(Math.abs(change))}
    </span>
  )
}

const COLUMNS: MiniColumn<CostRow>[] = [
  { head: 'Function', cell: (row) => <FunctionName row={row} /> },
  { head: 'USD', align: 'end', cell: (row) => <Usd row={row} /> },
  { head: 'Share', align: 'end', cell: (row) => formatPercent(row.sharePercent) },
  { head: 'Week on week', align: 'end', cell: (row) => <WeekChange row={row} /> },
  { head: 'Requests', align: 'end', cell: (row) => formatCompact(row.requests) },
  { head: 'GB-seconds', align: 'end', cell: (row) => formatCompact(row.gbSeconds) },
  { head: 'Memory', align: 'end', cell: (row) => formatMemory(row.memoryMb) },
  { head: 'Built for', cell: (row) => row.architecture ?? '–' },
  {
    head: 'Less on Arm',
    align: 'end',
    cell: (row) => (row.architecture === 'arm64' ? '–' : formatUsd(row.armSavingUsd)),
  },
  { head: 'Wasted', align: 'end', cell: (row) => cents(row.wasteUsd) },
  {
    head: 'Owner',
    cell: (row) => (
      <ScopedLink href={`/cost?owner=${encodeURIComponent(row.owner ?? 'none')}`} className="hover:underline">
        {row.owner === null ? (
          <span className="text-muted">nobody</span>
        ) : (
          <Text value={row.owner} className="max-w-32" />
        )}
      </ScopedLink>
    ),
  },
  {
    head: 'Trigger',
    cell: (row) => (
      <ScopedLink href={`/cost?trigger=${encodeURIComponent(row.trigger)}`} className="hover:underline">
        {triggerWord(row.trigger)}
      </ScopedLink>
    ),
  },
  { head: 'Account', cell: (row) => <Text value={row.accountName} className="max-w-36" /> },
  { head: 'Region', cell: (row) => row.region },
]

/** Functions by what they cost. */
export function CostTable({ rows }: { rows: CostRow[] }) {
  return (
    <TableOrRows
      label="Functions by cost"
      rows={rows}
      rowKey={costKey}
      columns={COLUMNS}
      phoneRow={(row) => (
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-x-2 px-3 py-2">
          <FunctionName row={row} />
          <span className="num">
            <Usd row={row} />
          </span>
          <span className="truncate text-muted">
            {row.region}, {formatMemory(row.memoryMb)}, {row.architecture ?? 'unknown'}
          </span>
          <span className="num text-muted">
            <WeekChange row={row} />
          </span>
        </div>
      )}
    />
  )
}
