'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { useTableState } from '#components/table/use-table-state.ts'
import { Badge } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FindingList, FindingRow } from '#server/services/findings/schema.ts'
import { FindingNarrowing, LINKED_FILTERS } from './finding-narrowing.tsx'
import { FindingPeek } from './finding-peek.tsx'
import { FindingPhoneRow } from './finding-phone-row.tsx'
import { findingHref } from './finding-table.tsx'
import { PostureNav } from './posture-nav.tsx'
import { FINDING_STATE_WORDS, GROUP_WORDS, KIND_WORDS } from './posture-words.ts'

const FILTERS: FilterDef[] = [
  {
    key: 'severity',
    label: 'Severity',
    ordered: true,
    words: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', info: 'info' },
  },
  { key: 'state', label: 'State', words: FINDING_STATE_WORDS },
  { key: 'group', label: 'Group', words: GROUP_WORDS },
  { key: 'check', label: 'Check', folded: true },
  { key: 'kind', label: 'Kind', words: KIND_WORDS, folded: true },
  { key: 'owner', label: 'Owner' },
  { key: 'assignee', label: 'Assignee', folded: true },
  { key: 'account', label: 'Account', param: 'accounts' },
  { key: 'region', label: 'Region', param: 'regions' },
  ...LINKED_FILTERS,
]

const COLUMNS: Column<FindingRow>[] = [
  {
    id: 'severity',
    header: 'Severity',
    sort: true,
    fixed: true,
    size: 88,
    cell: (row) => <SeverityLabel severity={row.severity} />,
  },
  {
    id: 'check',
    header: 'What',
    sort: true,
    fixed: true,
    grow: true,
    size: 200,
    cell: (row) => (
      <ScopedLink
        href={findingHref(row)}
        title={row.summary}
        className="block min-w-0 truncate font-medium hover:underline"
      >
        {row.state !== 'open' && <Badge className="mr-2">{row.state}</Badge>}
        <Text value={row.checkTitle} />
      </ScopedLink>
    ),
  },
  {
    id: 'resource',
    header: 'Resource',
    sort: true,
    size: 190,
    cell: (row) => <Text value={row.resourceName} mono />,
  },
  { id: 'kind', header: 'Kind', size: 112, cell: (row) => KIND_WORDS[row.resourceKind] },
  { id: 'summary', header: 'In words', size: 220, hidden: true, cell: (row) => <Text value={row.summary} /> },
  {
    id: 'owner',
    header: 'Owner',
    sort: true,
    size: 92,
    cell: (row) => (row.owner ? <Text value={row.owner} /> : <span className="text-faint">none</span>),
  },
  {
    id: 'assignee',
    header: 'Assignee',
    size: 92,
    hidden: true,
    cell: (row) =>
      row.assignee ? <Text value={row.assignee.name} /> : <span className="text-faint">nobody</span>,
  },
  { id: 'state', header: 'State', size: 70, hidden: true, cell: (row) => row.state },
  {
    id: 'account',
    header: 'Account',
    sort: true,
    size: 116,
    cell: (row) => <Text value={row.accountName} />,
  },
  { id: 'region', header: 'Region', size: 88, hidden: true, cell: (row) => <Text value={row.region} mono /> },
  {
    id: 'openedAt',
    header: 'Since',
    sort: true,
    size: 92,
    align: 'end',
    cell: (row) => <Time at={row.openedAt} />,
  },
]

const rowId = (row: FindingRow) => row.id
const signature = (row: FindingRow) => JSON.stringify([row.severity, row.state, row.summary, row.assignee])

/** Everything that a check or an own rule found, the worst first. */
export function FindingsPage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: FILTERS, defaultSort: { id: 'severity', desc: true } })
  const query = useApi<FindingList>('/findings', { ...scopeParams, ...state.params })
  const total = query.data?.total
  const isDefault = state.search.values.state === undefined
  return (
    <>
      <PageHeader
        title="Findings"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span> {isDefault ? 'open' : ''}
              {state.isFiltered ? ' match' : ''}
            </>
          )
        }
      />
      <PostureNav />
      <FindingNarrowing state={state} rows={query.data?.items} />
      <DataTable
        name="findings"
        columns={COLUMNS}
        rowId={rowId}
        rowHref={findingHref}
        query={query}
        state={state}
        signature={signature}
        searchHint="Search, or severity:high group:identity owner:none name:orders"
        csvPath="/findings"
        phoneRow={(row) => <FindingPhoneRow row={row} />}
        peek={{
          title: (row) => <Text value={row.checkTitle} />,
          content: (row) => <FindingPeek row={row} />,
        }}
        empty={{
          title: 'No open findings',
          text: 'What checks find appears here once resources were collected and judged. What could not be judged is counted under Posture as unknown, not here.',
        }}
        stillWorks="Functions, alerts and events are read apart from this and may still be there."
      />
    </>
  )
}
