'use client'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { HitList, HitRow } from '#server/services/detections/schema.ts'
import { DetectionsNav } from './detections-nav.tsx'
import { HIT_COLUMNS, HIT_FILTERS } from './hit-columns.tsx'
import { HitPhoneRow } from './hit-phone-row.tsx'
import { HitView } from './hit-view.tsx'

const rowId = (row: HitRow) => row.id
const signature = (row: HitRow) => JSON.stringify([row.severity, row.events, row.alertId, row.allowedBy])

/** What detections found in the period, whether it became an alert, was expected, or was only kept. */
export function HitsPage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: HIT_FILTERS, defaultSort: { id: 'at', desc: true } })
  const query = useApi<HitList>('/detections/hits', { ...scopeParams, ...state.params })
  const total = query.data?.total
  const isOfEntry = state.search.values.entry !== undefined
  return (
    <>
      <PageHeader
        title="Hits"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span>{' '}
              {isOfEntry ? 'allowed by one entry' : 'in the period'}
              {state.isFiltered && !isOfEntry ? ' match' : ''}
            </>
          )
        }
        actions={
          isOfEntry && (
            <Button variant="ghost" onClick={() => state.clearFilters(['entry'])}>
              All hits
            </Button>
          )
        }
      />
      <DetectionsNav />
      <DataTable
        name="hits"
        columns={HIT_COLUMNS}
        rowId={rowId}
        query={query}
        state={state}
        signature={signature}
        searchHint="Search, or severity:high outcome:allowed actor:ci-deploy"
        csvPath="/detections/hits"
        phoneRow={(row) => <HitPhoneRow row={row} />}
        peek={{ title: (row) => <Text value={row.title} />, content: (row) => <HitView row={row} /> }}
        empty={{
          title: 'No hits in this period',
          text: 'What detections find in CloudTrail’s records appears here, also what an entry of the allow-list expects and what is too minor to tell anybody. A longer period may hold some.',
        }}
        stillWorks="Alerts and events are read apart from this and may still be there."
      />
    </>
  )
}
