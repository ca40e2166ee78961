import { ReachBadge } from '#components/reach/reach-badge.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { FailuresLabel, InvocationLabel, LiveLabel, SidesLabel } from './trigger-labels.tsx'
import { TriggerPhoneRow } from './trigger-phone-row.tsx'
import { kindWord, sourceWord } from './trigger-words.ts'

const KIND: MiniColumn<TriggerRow> = { head: 'Kind', cell: (row) => kindWord(row.kind) }
const SOURCE: MiniColumn<TriggerRow> = {
  head: 'Source',
  cell: (row) => (
    <ScopedLink href={`/triggers/${row.id}`} className="hover:underline">
      <Text value={sourceWord(row)} mono className="max-w-48" />
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
        className="max-w-48"
      />
    </ScopedLink>
  ),
}
const DETAIL: MiniColumn<TriggerRow> = {
  head: 'Detail',
  cell: (row) => <Text value={row.detail} className="max-w-44" />,
}
const DETAIL_LINK: MiniColumn<TriggerRow> = {
  head: 'Trigger',
  cell: (row) => (
    <ScopedLink href={`/triggers/${row.id}`} className="hover:underline">
      <Text value={row.detail === '' ? kindWord(row.kind) : row.detail} className="max-w-56" />
    </ScopedLink>
  ),
}
const REST: MiniColumn<TriggerRow>[] = [
  { head: 'Who comes in', cell: (row) => <ReachBadge level={row.audience} /> },
  { head: 'Live', cell: (row) => <LiveLabel live={row.live} reason={row.liveReason} /> },
  { head: 'Sides seen', cell: (row) => <SidesLabel sides={row.sides} /> },
  { head: 'Invocation', cell: (row) => <InvocationLabel invocation={row.invocation} /> },
  {
    head: 'Failures go to',
    cell: (row) => (
      <span className="inline-flex max-w-48">
        <FailuresLabel via={row.failuresVia} to={row.failuresTo} />
      </span>
    ),
  },
]
const OF_FUNCTION = [KIND, SOURCE, DETAIL, ...REST]
const OF_SOURCE = [DETAIL_LINK, FUNCTION, ...REST]

type Props = { rows: TriggerRow[]; of: 'function' | 'source' }

/** Triggers in a short table: those of one function, or those of one source; on a phone as rows. */
export function TriggerTable({ rows, of }: Props) {
  return (
    <>
      <div className="max-sm:hidden">
        <MiniTable
          label="Triggers"
          columns={of === 'function' ? OF_FUNCTION : OF_SOURCE}
          rows={rows}
          rowKey={(row) => String(row.id)}
        />
      </div>
      <ul aria-label="Triggers" className="m-0 list-none p-0 sm:hidden">
        {rows.map((row) => (
          <li key={row.id} className="min-w-0 border-t border-line">
            <ScopedLink href={`/triggers/${row.id}`} className="block min-w-0 px-3 py-2 text-table">
              <TriggerPhoneRow row={row} />
            </ScopedLink>
          </li>
        ))}
      </ul>
    </>
  )
}
