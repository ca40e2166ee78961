import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { formatCount } from '#components/ui/format.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AlertRow } from '#server/services/alerts/schema.ts'
import { AlertResource } from './alert-facts.tsx'

export const ALERT_FILTERS: FilterDef[] = [
  { key: 'state', label: 'State' },
  { key: 'severity', label: 'Severity' },
  { key: 'kind', label: 'Raised by', single: true },
  { key: 'rule', label: 'Rule' },
]

export const ALERT_COLUMNS: Column<AlertRow>[] = [
  {
    id: 'severity',
    header: 'Severity',
    sort: true,
    fixed: true,
    size: 88,
    cell: (row) => <SeverityLabel severity={row.severity} />,
  },
  {
    id: 'title',
    header: 'What',
    sort: true,
    fixed: true,
    grow: true,
    size: 240,
    cell: (row) => (
      <ScopedLink
        href={`/alerts/${encodeURIComponent(row.id)}`}
        className="block min-w-0 truncate font-medium hover:underline"
      >
        <Text value={row.title} />
      </ScopedLink>
    ),
  },
  {
    id: 'cause',
    header: 'What changed before',
    size: 196,
    cell: (row) =>
      row.cause ? (
        <Text value={row.cause} />
      ) : (
        <span className="text-faint">
          {row.ruleKind === 'detection' ? 'the call itself' : 'none stands out'}
        </span>
      ),
  },
  { id: 'state', header: 'State', size: 118, cell: (row) => <StateBadge state={row.state} /> },
  {
    id: 'startedAt',
    header: 'Since',
    sort: true,
    size: 104,
    align: 'end',
    cell: (row) => <Time at={row.startedAt} />,
  },
  {
    id: 'lastSeenAt',
    header: 'Last seen',
    sort: true,
    size: 104,
    align: 'end',
    hidden: true,
    cell: (row) => <Time at={row.lastSeenAt} />,
  },
  {
    id: 'resource',
    header: 'Function',
    size: 128,
    hidden: true,
    cell: (row) => <AlertResource alert={row} />,
  },
  {
    id: 'assignee',
    header: 'Assignee',
    size: 88,
    cell: (row) =>
      row.assignee ? <Text value={row.assignee.name} /> : <span className="text-faint">nobody</span>,
  },
  { id: 'account', header: 'Account', size: 100, cell: (row) => <Text value={row.accountName} /> },
  { id: 'region', header: 'Region', size: 88, hidden: true, cell: (row) => <Text value={row.region} mono /> },
  {
    id: 'occurrences',
    header: 'Seen',
    size: 64,
    align: 'end',
    hidden: true,
    note: 'How many times the condition was found true',
    cell: (row) => formatCount(row.occurrences),
  },
  { id: 'rule', header: 'Rule', size: 150, hidden: true, cell: (row) => <Text value={row.ruleTitle} /> },
]
