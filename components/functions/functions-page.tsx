'use client'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { FunctionList, FunctionRow } from '#server/services/functions/schema.ts'
import { FUNCTION_COLUMNS, FUNCTION_FILTERS } from './function-columns.tsx'
import { FunctionPeek } from './function-peek.tsx'
import { FunctionPhoneRow } from './function-phone-row.tsx'

const rowId = (row: FunctionRow) => String(row.id)
const rowHref = (row: FunctionRow) => `/functions/${row.id}`
const signature = (row: FunctionRow) =>
  JSON.stringify([
    row.alerts,
    row.state,
    row.reach,
    row.roleLevel,
    row.triggers,
    row.lastModifiedAt,
    row.deletedAt,
  ])

/** The inventory: every function of the scope with its traffic, errors and reach. */
export function FunctionsPage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: FUNCTION_FILTERS, defaultSort: { id: 'alerts', desc: true } })
  const query = useApi<FunctionList>('/functions', { ...scopeParams, ...state.params })
  const total = query.data?.total
  return (
    <>
      <PageHeader
        title="Functions"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span> {total === 1 ? 'function' : 'functions'}
              {state.isFiltered ? ' match' : ''}
            </>
          )
        }
      />
      <DataTable
        name="functions"
        columns={FUNCTION_COLUMNS}
        rowId={rowId}
        rowHref={rowHref}
        query={query}
        state={state}
        signature={signature}
        searchHint="Search, or reach:internet role:critical owner:none"
        csvPath="/functions"
        phoneRow={(row) => <FunctionPhoneRow row={row} />}
        peek={{
          title: (row) => <Text value={row.name} mono />,
          content: (row) => <FunctionPeek row={row} />,
        }}
        empty={{
          title: 'No functions yet',
          text: 'Every Lambda function of the watched accounts and regions appears here after the first sweep. If it stays empty, coverage says what could not be read.',
        }}
        stillWorks="Alerts and events are read apart from this and may still be there."
      />
    </>
  )
}
