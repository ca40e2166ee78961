'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import { SeverityCounts } from '#components/ui/severity-counts.tsx'
import { Text } from '#components/ui/text.tsx'
import type { ResourcePostureList } from '#server/services/posture/schema.ts'
import { resourceHref } from './finding-facts.tsx'
import { PostureNav } from './posture-nav.tsx'
import { KIND_WORDS } from './posture-words.ts'

type Row = ResourcePostureList['items'][number]

const FILTERS: FilterDef[] = [
  { key: 'kind', label: 'Kind', words: KIND_WORDS },
  { key: 'owner', label: 'Owner' },
  { key: 'account', label: 'Account', param: 'accounts' },
  { key: 'region', label: 'Region', param: 'regions' },
]

const hrefOf = (row: Row) => resourceHref({ resourceKind: row.kind, resourceId: row.resourceId })

const Quiet = ({ count }: { count: number }) => (
  <span className={count === 0 ? 'text-faint' : undefined}>{formatCount(count)}</span>
)

const COLUMNS: Column<Row>[] = [
  {
    id: 'name',
    header: 'Resource',
    sort: true,
    fixed: true,
    grow: true,
    size: 200,
    cell: (row) => (
      <ScopedLink href={hrefOf(row)} className="block min-w-0 truncate font-medium hover:underline">
        <Text value={row.name} mono />
      </ScopedLink>
    ),
  },
  { id: 'kind', header: 'Kind', size: 132, cell: (row) => KIND_WORDS[row.kind] },
  {
    id: 'risk',
    header: 'Open findings',
    sort: true,
    fixed: true,
    size: 170,
    cell: (row) => (
      <ScopedLink href={`/posture/findings?resource=${row.resourceId}`} className="hover:underline">
        <SeverityCounts counts={row.open} />
      </ScopedLink>
    ),
  },
  {
    id: 'excepted',
    header: 'Excepted',
    size: 84,
    align: 'end',
    cell: (row) => <Quiet count={row.excepted} />,
  },
  {
    id: 'unknown',
    header: 'Unknown',
    sort: true,
    size: 84,
    align: 'end',
    cell: (row) =>
      row.unknown > 0 ? (
        <span className="hatched rounded-sm px-1">{formatCount(row.unknown)}</span>
      ) : (
        <Quiet count={0} />
      ),
  },
  {
    id: 'owner',
    header: 'Owner',
    size: 100,
    cell: (row) => (row.owner ? <Text value={row.owner} /> : <span className="text-faint">none</span>),
  },
  { id: 'account', header: 'Account', size: 116, cell: (row) => <Text value={row.accountName} /> },
  { id: 'region', header: 'Region', size: 90, cell: (row) => <Text value={row.region} mono /> },
]

const rowId = (row: Row) => String(row.resourceId)

/** Resources with findings, the worst off first. */
export function ResourcesPosturePage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: FILTERS, defaultSort: { id: 'risk', desc: true } })
  const query = useApi<ResourcePostureList>('/posture/resources', { ...scopeParams, ...state.params })
  const total = query.data?.total
  return (
    <>
      <PageHeader
        title="Resources"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span> with findings
            </>
          )
        }
      />
      <PostureNav />
      <DataTable
        name="resources"
        columns={COLUMNS}
        rowId={rowId}
        rowHref={hrefOf}
        query={query}
        state={state}
        searchHint="Search by name or ARN"
        csvPath="/posture/resources"
        phoneRow={(row) => (
          <span className="grid grid-cols-1 gap-0.5">
            <Text value={row.name} mono className="max-w-full font-medium" />
            <span className="flex flex-wrap items-center gap-x-3">
              <span className="text-muted">{KIND_WORDS[row.kind]}</span>
              <SeverityCounts counts={row.open} />
              {row.unknown > 0 && <span className="hatched rounded-sm px-1">{row.unknown} unknown</span>}
            </span>
          </span>
        )}
        empty={{
          title: 'Nothing with findings',
          text: 'Resources that some check finds fault with appear here.',
        }}
      />
    </>
  )
}
