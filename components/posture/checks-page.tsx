'use client'
import { parseAsString, useQueryStates } from 'nuqs'
import { apiUrl } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { Select } from '#components/ui/select.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import type { CheckRow } from '#server/services/posture/schema.ts'
import { checkHref } from './check-href.ts'
import { PostureNav } from './posture-nav.tsx'
import { GROUP_WORDS, KIND_WORDS } from './posture-words.ts'
import { TallyBar, TallyCounts } from './tally-bar.tsx'

const COLUMNS: MiniColumn<CheckRow>[] = [
  { head: 'Severity', cell: (row) => <SeverityLabel severity={row.severity} /> },
  {
    head: 'Check',
    cell: (row) => (
      <ScopedLink href={checkHref(row.id)} className="hover:underline">
        <Text value={row.title} className={row.enabled ? 'max-w-96' : 'max-w-96 text-muted'} />
      </ScopedLink>
    ),
  },
  { head: 'Group', cell: (row) => GROUP_WORDS[row.group] },
  { head: 'Looks at', cell: (row) => KIND_WORDS[row.kind] },
  {
    head: 'Verdicts',
    cell: (row) =>
      row.enabled ? (
        <TallyBar tally={row.tally} />
      ) : (
        <span className="text-muted" title={row.off ?? undefined}>
          off
        </span>
      ),
  },
  { head: 'Counts', cell: (row) => (row.enabled ? <TallyCounts tally={row.tally} /> : null) },
]

const STATES = [
  { value: '', label: 'Every check' },
  { value: 'failing', label: 'Something fails' },
  { value: 'unknown', label: 'Something is unknown' },
  { value: 'passing', label: 'All passes' },
  { value: 'off', label: 'Off' },
]
const GROUPS = [
  { value: '', label: 'Every group' },
  ...Object.entries(GROUP_WORDS).map(([value, label]) => ({ value, label })),
]

function PhoneRow({ row }: { row: CheckRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="break-words text-body font-medium">{row.title}</span>
      <span className="flex items-center gap-3">
        <SeverityLabel severity={row.severity} />
        <span className="text-muted">{GROUP_WORDS[row.group]}</span>
        {!row.enabled && <span className="text-muted">off</span>}
      </span>
      {row.enabled && <TallyCounts tally={row.tally} />}
    </span>
  )
}

/** The catalogue of checks, with what each says in scope. */
export function ChecksPage() {
  const { scopeParams } = useScope()
  const [filter, setFilter] = useQueryStates({ q: parseAsString, group: parseAsString, state: parseAsString })
  const params = { ...scopeParams, ...filter }
  const query = useApi<{ items: CheckRow[] }>('/checks', params, { refreshMs: 30_000 })
  const rows = query.data?.items
  return (
    <>
      <PageHeader
        title="Checks"
        facts={
          rows && (
            <>
              <span className="num">{formatCount(rows.length)}</span>, of which{' '}
              <span className="num">{formatCount(rows.filter((row) => row.enabled).length)}</span> are on
            </>
          )
        }
        actions={
          <a
            href={apiUrl('/checks', { ...params, format: 'csv' })}
            download
            className={buttonClass('default', 'sm')}
          >
            CSV
          </a>
        }
      />
      <PostureNav />
      <div className="mb-3 flex flex-wrap gap-2">
        <div className="w-64 max-w-full">
          <Input
            aria-label="Search checks"
            placeholder="Search by name or id"
            value={filter.q ?? ''}
            onChange={(event) => setFilter({ q: event.target.value || null })}
          />
        </div>
        <Select
          aria-label="Group"
          options={GROUPS}
          value={filter.group ?? ''}
          onChange={(group) => setFilter({ group: group || null })}
        />
        <Select
          aria-label="State"
          options={STATES}
          value={filter.state ?? ''}
          onChange={(state) => setFilter({ state: state || null })}
        />
      </div>
      {rows ? (
        rows.length === 0 ? (
          <EmptyState title="No check matches">
            Clear the search, or choose another group or state.
          </EmptyState>
        ) : (
          <Card flush>
            <div className="max-sm:hidden">
              <MiniTable label="Checks" columns={COLUMNS} rows={rows} rowKey={(row) => row.id} />
            </div>
            <ul aria-label="Checks" className="m-0 list-none p-0 sm:hidden">
              {rows.map((row) => (
                <li key={row.id} className="min-w-0 border-t border-line">
                  <ScopedLink href={checkHref(row.id)} className="block min-w-0 px-3 py-2 text-table">
                    <PhoneRow row={row} />
                  </ScopedLink>
                </li>
              ))}
            </ul>
          </Card>
        )
      ) : query.isError ? (
        <ErrorState
          title="The checks could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={16} />
      )}
    </>
  )
}
