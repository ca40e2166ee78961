import { ReachBadge } from '#components/reach/reach-badge.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { FailuresLabel, InvocationLabel, LiveLabel, SidesLabel } from './trigger-labels.tsx'
import { kindWord, sourceWord } from './trigger-words.ts'

const KIND: MiniColumn<TriggerRow> = { head: 'Kind', cell: (row) => kindWord(row.kind) }
const SOURCE: MiniColumn<TriggerRow> = {
  head: 'Source',
  cell: (row) => (
    <ScopedLink href={`/triggers/${row.id}`} className="hover:underline">
      <Text value={sourceWord(row)} mono className="max-w-64" />
    </ScopedLink>
  ),
}
const FUNCTION: MiniColumn<TriggerRow> = {
  head: 'Function',
  cell: (row) => (
    <ScopedLink href={`/functions/${row.functionId}?tab=reach`} className="hover:underline">
      <Text
        value={row.qualifier ? `${row.functionName}:${row.qualifier}` : row.functionName}
        mono
        className="max-w-64"
      />
    </ScopedLink>
  ),
}
const REST: MiniColumn<TriggerRow>[] = [
  { head: 'Detail', cell: (row) => <Text value={row.detail} className="max-w-56" /> },
  { head: 'Who comes in', cell: (row) => <ReachBadge level={row.audience} /> },
  { head: 'Live', cell: (row) => <LiveLabel live={row.live} reason={row.liveReason} /> },
  { head: 'Sides seen', cell: (row) => <SidesLabel sides={row.sides} /> },
  { head: 'Invocation', cell: (row) => <InvocationLabel invocation={row.invocation} /> },
  { head: 'Failures go to', cell: (row) => <FailuresLabel via={row.failuresVia} to={row.failuresTo} /> },
]
const OF_FUNCTION = [KIND, SOURCE, ...REST]
const OF_SOURCE = [KIND, FUNCTION, SOURCE, ...REST]

/** Triggers in a short table: those of one function, or those of one source. */
export function TriggerTable({ rows, of }: { rows: TriggerRow[]; of: 'function' | 'source' }) {
  return (
    <MiniTable
      label="Triggers"
      columns={of === 'function' ? OF_FUNCTION : OF_SOURCE}
      rows={rows}
      rowKey={(row) => String(row.id)}
    />
  )
}
