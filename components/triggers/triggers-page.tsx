'use client'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { TriggerList, TriggerRow } from '#server/services/triggers/schema.ts'
import { TRIGGER_COLUMNS, TRIGGER_FILTERS } from './trigger-columns.tsx'
import { TriggerPeek } from './trigger-peek.tsx'
import { TriggerPhoneRow } from './trigger-phone-row.tsx'
import { sourceWord } from './trigger-words.ts'

const rowId = (row: TriggerRow) => String(row.id)
const rowHref = (row: TriggerRow) => `/triggers/${row.id}`
const signature = (row: TriggerRow) =>
  JSON.stringify([row.live, row.sides, row.failuresVia, row.failuresTo, row.audience, row.goneAt])

/** Every way by which a function of the scope is invoked. */
export function TriggersPage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: TRIGGER_FILTERS, defaultSort: { id: 'audience', desc: true } })
  const query = useApi<TriggerList>('/triggers', { ...scopeParams, ...state.params })
  const total = query.data?.total
  return (
    <>
      <PageHeader
        title="Triggers"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span> {total === 1 ? 'trigger' : 'triggers'}
              {state.isFiltered ? ' match' : ''}
            </>
          )
        }
      />
      <DataTable
        name="triggers"
        columns={TRIGGER_COLUMNS}
        rowId={rowId}
        rowHref={rowHref}
        query={query}
        state={state}
        signature={signature}
        searchHint='Search, or kind:sqs sides:"grant only" failures:nowhere live:no'
        csvPath="/triggers"
        phoneRow={(row) => <TriggerPhoneRow row={row} />}
        peek={{
          title: (row) => <Text value={sourceWord(row)} mono />,
          content: (row) => <TriggerPeek row={row} />,
        }}
        empty={{
          title: 'No triggers yet',
          text: 'URLs, APIs, queues, topics, rules and grants appear here once they were worked out after the first sweep. If it stays empty, coverage says what could not be read.',
        }}
        stillWorks="Functions, alerts and events are read apart from this and may still be there."
      />
    </>
  )
}
