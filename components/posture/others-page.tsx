'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ExternalFindingList, ExternalFindingRow } from '#server/services/external-findings/schema.ts'
import { OtherPeek } from './other-peek.tsx'
import { PostureNav } from './posture-nav.tsx'
import { SOURCE_WORDS } from './posture-words.ts'

const FILTERS: FilterDef[] = [
  { key: 'source', label: 'Source', words: SOURCE_WORDS },
  {
    key: 'severity',
    label: 'Severity',
    ordered: true,
    words: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', info: 'info' },
  },
  { key: 'same', label: 'Said by a check too', single: true, words: { yes: 'yes', no: 'no' } },
  { key: 'account', label: 'Account', param: 'accounts' },
  { key: 'region', label: 'Region', param: 'regions' },
]

const COLUMNS: Column<ExternalFindingRow>[] = [
  {
    id: 'severity',
    header: 'Severity',
    fixed: true,
    size: 88,
    cell: (row) => <SeverityLabel severity={row.severity} />,
  },
  { id: 'source', header: 'Source', size: 110, cell: (row) => SOURCE_WORDS[row.source] },
  {
    id: 'title',
    header: 'What',
    fixed: true,
    grow: true,
    size: 200,
    cell: (row) => <Text value={row.title} className="max-w-full font-medium" />,
  },
  { id: 'rule', header: 'Rule', size: 150, hidden: true, cell: (row) => <Text value={row.rule} mono /> },
  {
    id: 'functions',
    header: 'Functions',
    size: 180,
    cell: (row) =>
      row.functions[0] ? (
        <span className="flex min-w-0 items-baseline gap-1">
          <ScopedLink href={`/functions/${row.functions[0].id}`} className="min-w-0 hover:underline">
            <Text value={row.functions[0].name} mono />
          </ScopedLink>
          {row.functions.length > 1 && <span className="text-muted">+{row.functions.length - 1}</span>}
        </span>
      ) : (
        <Text value={row.resourceArns[0] ?? ''} mono className="max-w-full text-muted" />
      ),
  },
  {
    id: 'same',
    header: 'Our finding',
    size: 160,
    note: 'The check that says the same of the same resource',
    cell: (row) =>
      row.sameAs ? (
        <ScopedLink
          href={`/posture/findings/${row.sameAs.findingId}`}
          className="text-accent hover:underline"
        >
          <Text value={row.sameAs.title} />
        </ScopedLink>
      ) : (
        <span className="text-faint">none</span>
      ),
  },
  { id: 'account', header: 'Account', size: 116, cell: (row) => <Text value={row.accountName} /> },
  { id: 'region', header: 'Region', size: 88, hidden: true, cell: (row) => <Text value={row.region} mono /> },
  {
    id: 'lastSeen',
    header: 'Last seen',
    size: 92,
    align: 'end',
    cell: (row) =>
      row.lastSeenAt ? <Time at={row.lastSeenAt} /> : <span className="text-faint">unknown</span>,
  },
]

const rowId = (row: ExternalFindingRow) => String(row.resourceId)

/** What AWS's own security services say of functions, beside our findings that say the same. */
export function OthersPage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: FILTERS })
  const query = useApi<ExternalFindingList>('/external-findings', { ...scopeParams, ...state.params })
  return (
    <>
      <PageHeader
        title="Other services"
        facts={
          query.data && (
            <>
              <span className="num">{formatCount(query.data.total)}</span> findings about functions
            </>
          )
        }
      />
      <PostureNav />
      <DataTable
        name="findings of other services"
        columns={COLUMNS}
        rowId={rowId}
        query={query}
        state={state}
        searchHint="Search by title, rule or ARN"
        csvPath="/external-findings"
        peek={{
          title: (row) => <Text value={row.title} />,
          content: (row) => <OtherPeek row={row} />,
        }}
        phoneRow={(row) => (
          <span className="grid grid-cols-1 gap-0.5">
            <Text value={row.title} className="max-w-full whitespace-normal break-words font-medium" />
            <span className="flex min-w-0 items-center gap-3 text-muted">
              <SeverityLabel severity={row.severity} />
              <span className="shrink-0">{SOURCE_WORDS[row.source]}</span>
              <Text value={row.functions[0]?.name ?? row.resourceArns[0]} mono className="ml-auto min-w-0" />
            </span>
          </span>
        )}
        empty={{
          title: 'Nothing from other services',
          text: 'Findings of Security Hub, GuardDuty, Inspector, Access Analyzer and Config about functions, layers, roles and APIs appear here where those services are on and may be read. Coverage says which were denied.',
        }}
      />
    </>
  )
}
