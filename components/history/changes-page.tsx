'use client'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { EstateChange, EstateChangeList } from '#server/services/history/schema.ts'
import { ByWhom, CHANGE_COLUMNS, CHANGE_FILTERS, ChangeWord, changeHref } from './change-columns.tsx'
import { KIND_WORDS } from './kind-words.ts'

const rowId = (row: EstateChange) => String(row.id)

function PhoneRow({ row }: { row: EstateChange }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="flex items-center justify-between gap-2">
        <Text value={row.name} mono className="font-medium" />
        <ChangeWord change={row.change} />
      </span>
      <span className="flex flex-wrap gap-x-2 text-muted">
        <span>{KIND_WORDS[row.kind]}</span>
        <Text value={row.accountName} />
        <span className="num">{row.region}</span>
        <Time at={row.at} />
      </span>
      <span className="min-w-0 truncate">
        <ByWhom row={row} />
        {row.fields.length > 0 && <span className="text-muted">: {row.fields.join(', ')}</span>}
      </span>
    </span>
  )
}

/** What was new, changed and gone in the period, over the estate. */
export function ChangesPage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: CHANGE_FILTERS, defaultSort: { id: 'at', desc: true } })
  const query = useApi<EstateChangeList>('/changes', { ...scopeParams, ...state.params })
  const counts = query.data?.facets.change ?? []
  return (
    <>
      <PageHeader
        title="Changes"
        facts={
          query.data && (
            <span className="num">
              {['new', 'changed', 'gone']
                .map((word) => `${formatCount(counts.find((one) => one.value === word)?.count ?? 0)} ${word}`)
                .join(', ')}
            </span>
          )
        }
      />
      <DataTable
        name="changes"
        columns={CHANGE_COLUMNS}
        rowId={rowId}
        rowHref={changeHref}
        query={query}
        state={state}
        searchHint="name, actor, kind:api change:gone"
        csvPath="/changes"
        phoneRow={(row) => <PhoneRow row={row} />}
        empty={{
          title: 'Nothing changed in this period',
          text: 'Every function, role and trigger that is new, differs or is gone appears here, with who did it. A longer period may hold some.',
        }}
        stillWorks="The events page reads CloudTrail apart from this."
      />
    </>
  )
}
