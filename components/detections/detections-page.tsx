'use client'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import type { DetectionList, DetectionRow } from '#server/services/detections/schema.ts'
import { DETECTION_COLUMNS, DETECTION_FILTERS } from './detection-columns.tsx'
import { DetectionPhoneRow } from './detection-phone-row.tsx'
import { detectionHref } from './detection-words.ts'
import { DetectionsNav } from './detections-nav.tsx'
import { SigmaProblems } from './sigma-problems.tsx'

const rowId = (row: DetectionRow) => row.id
const rowHref = (row: DetectionRow) => detectionHref(row.id)
const signature = (row: DetectionRow) =>
  JSON.stringify([row.state, row.severity, row.seen.hits, row.seen.alerts])

/** How many of all are in each state, from the facet. */
function stateCounts(list: DetectionList) {
  const count = (state: string) => list.facets.state.find((one) => one.value === state)?.count ?? 0
  return { looking: count('on') + count('learning'), blind: count('blind'), off: count('off') }
}

/** The catalogue of detections, with what each saw in thirty days. */
export function DetectionsPage() {
  const { scopeParams } = useScope()
  const state = useTableState({
    filters: DETECTION_FILTERS,
    defaultSort: { id: 'severity', desc: true },
    defaultPageSize: 200,
  })
  const query = useApi<DetectionList>(
    '/detections',
    { ...scopeParams, ...state.params },
    { refreshMs: 30_000 },
  )
  const counts = query.data && stateCounts(query.data)
  return (
    <>
      <PageHeader
        title="Detections"
        facts={
          query.data &&
          counts && (
            <>
              <span className="num">{formatCount(query.data.total)}</span>
              {state.isFiltered ? (query.data.total === 1 ? ' matches' : ' match') : ''}
              {`: ${counts.looking} look, ${counts.blind} see nothing as things are, ${counts.off} off`}
            </>
          )
        }
      />
      <DetectionsNav />
      {query.data && <SigmaProblems sigma={query.data.sigma} />}
      <DataTable
        name="detections"
        columns={DETECTION_COLUMNS}
        rowId={rowId}
        rowHref={rowHref}
        query={query}
        state={state}
        signature={signature}
        searchHint="Search, or group:identity saw:alerts technique:T1098"
        csvPath="/detections"
        phoneRow={(row) => <DetectionPhoneRow row={row} />}
        empty={{ title: 'No detections', text: 'The catalogue of this version is empty.' }}
        stillWorks="Alerts and events are read apart from this and may still be there."
      />
    </>
  )
}
