'use client'
import { Download, ListFilter } from 'lucide-react'
import { useState } from 'react'
import { apiUrl } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { FacetPanel } from '#components/table/facet-panel.tsx'
import { Pager } from '#components/table/pager.tsx'
import { formatSearch } from '#components/table/typed-search.ts'
import { TypedSearchInput } from '#components/table/typed-search-input.tsx'
import { useRowKeys } from '#components/table/use-row-keys.ts'
import { useTableState } from '#components/table/use-table-state.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Select } from '#components/ui/select.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import type { AnomalyList } from '#server/services/anomalies/schema.ts'
import { ANOMALY_FILTERS } from './anomaly-filters.ts'
import { IncidentList } from './incident-list.tsx'
import { StateFilter } from './state-filter.tsx'

const PAGE_SIZE = 10
const SORTS = [
  { value: 'severity', label: 'Worst first' },
  { value: 'startedAt', label: 'Newest first' },
]

/** How many series are held against what is usual, and how many are still being learned. */
function Models({ models }: Pick<AnomalyList, 'models'>) {
  if (models.series === 0) return 'nothing was held against what is usual yet'
  const rest = models.learning === 0 ? '' : `, of which ${formatCount(models.learning)} are still learning it`
  return `${formatCount(models.series)} series are held against what is usual for their hour and day${rest}`
}

/** What was not usual: incidents with their likely origin and the charts in which they are seen. */
export function AnomaliesPage() {
  const { scopeParams } = useScope()
  const state = useTableState({
    filters: ANOMALY_FILTERS,
    defaultSort: { id: 'severity', desc: true },
    defaultPageSize: PAGE_SIZE,
  })
  const query = useApi<AnomalyList>('/anomalies', { ...scopeParams, ...state.params })
  const [facetsOpen, setFacetsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const list = query.data
  const facets = list?.facets ?? {}
  const items = list?.items ?? []
  const focus = (index: number) => {
    setActive(index)
    document.getElementById(`incident-${items[index]?.id}`)?.focus()
  }
  const open = (index: number) =>
    document.querySelector<HTMLElement>(`#incident-${items[index]?.id} a[href]`)?.click()
  useRowKeys({ count: items.length, active, setActive: focus, onEnter: open })
  const csvParams = { ...state.params, ...scopeParams, page: null, pageSize: null, format: 'csv' }
  return (
    <>
      <PageHeader
        title="Anomalies"
        facts={
          list && (
            <>
              <span className="num">{formatCount(list.total)}</span>{' '}
              {list.total === 1 ? 'incident' : 'incidents'} · <Models models={list.models} />
            </>
          )
        }
      />
      <div className="grid min-w-0 grid-cols-1 gap-4 lg:grid-cols-[12.5rem_minmax(0,1fr)]">
        <aside
          aria-label="Filters of anomalies"
          className="sticky top-14 hidden max-h-[calc(100dvh-4.5rem)] self-start overflow-y-auto lg:block"
        >
          <FacetPanel state={state} facets={facets} />
        </aside>
        <div className="min-w-0 self-start rounded-md border border-line bg-surface">
          <div className="flex flex-wrap items-center gap-1 border-b border-line p-2">
            <Button
              variant="ghost"
              className="lg:hidden"
              aria-label="Filters"
              onClick={() => setFacetsOpen(true)}
            >
              <ListFilter size={14} aria-hidden />
            </Button>
            <TypedSearchInput
              value={formatSearch(state.search, state.filters)}
              onCommit={state.setSearchText}
              filters={state.filters}
              facets={facets}
              placeholder="Search, or function:orders-api metric:Errors"
            />
            {state.isFiltered && (
              <Button variant="ghost" onClick={state.clear}>
                Clear
              </Button>
            )}
            <StateFilter state={state} />
            <Select
              aria-label="Order"
              value={state.sort?.id ?? 'severity'}
              options={SORTS}
              onChange={(id) => state.setSort({ id, desc: true })}
            />
            <a
              href={apiUrl('/anomalies', csvParams)}
              download
              aria-label="Download what is filtered as CSV"
              title="Download what is filtered as CSV"
              className={buttonClass('ghost', 'icon')}
            >
              <Download size={14} aria-hidden />
            </a>
          </div>
          <IncidentList query={query} state={state} active={active} onActive={setActive} />
          <Pager state={state} total={list?.total} shown={items.length} />
        </div>
        <Sheet open={facetsOpen} onOpenChange={setFacetsOpen} title="Filters">
          <FacetPanel state={state} facets={facets} />
        </Sheet>
      </div>
    </>
  )
}
