import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FindingRow } from '#server/services/findings/schema.ts'
import { FindingPhoneRow } from './finding-phone-row.tsx'

export const findingHref = (row: Pick<FindingRow, 'id'>) => `/posture/findings/${row.id}`

type Say = 'title' | 'summary'

const columns = (say: Say): MiniColumn<FindingRow>[] => [
  { head: 'Severity', cell: (row) => <SeverityLabel severity={row.severity} /> },
  {
    head: 'What',
    className: 'w-full max-w-0 min-w-40',
    cell: (row) => (
      <ScopedLink href={findingHref(row)} className="block truncate hover:underline" title={row.summary}>
        <Text value={say === 'title' ? row.checkTitle : row.summary} />
      </ScopedLink>
    ),
  },
  {
    head: 'Resource',
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        <Text value={row.resourceName} mono className="max-w-44" />
        {row.state !== 'open' && <Badge>{row.state}</Badge>}
      </span>
    ),
  },
  { head: 'Account', cell: (row) => <Text value={row.accountName} className="max-w-32" /> },
  { head: 'Since', cell: (row) => <Time at={row.openedAt} />, align: 'end' },
]

const COLUMNS = { title: columns('title'), summary: columns('summary') }

type Props = {
  rows: FindingRow[]
  none: string
  /** What tells them apart: `summary` where all are of one check. */
  say?: Say
}

/** Findings in a short table; on a phone as rows. */
export function FindingTable({ rows, none, say = 'title' }: Props) {
  if (rows.length === 0) return <p className="m-0 px-3 pb-3 text-table text-muted">{none}</p>
  return (
    <>
      <div className="max-sm:hidden">
        <MiniTable label="Findings" columns={COLUMNS[say]} rows={rows} rowKey={(row) => row.id} />
      </div>
      <ul aria-label="Findings" className="m-0 list-none p-0 sm:hidden">
        {rows.map((row) => (
          <li key={row.id} className="min-w-0 border-t border-line">
            <ScopedLink href={findingHref(row)} className="block min-w-0 px-3 py-2 text-table">
              <FindingPhoneRow row={row} say={say} />
            </ScopedLink>
          </li>
        ))}
      </ul>
    </>
  )
}
