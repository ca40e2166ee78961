'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { EventList, EventRow } from '#server/services/events/schema.ts'
import { ActorList } from './actor-list.tsx'
import { EVENT_COLUMNS, EVENT_FILTERS } from './event-columns.tsx'
import { EventHistogram } from './event-histogram.tsx'
import { EventPhoneRow } from './event-phone-row.tsx'
import { EventView } from './event-view.tsx'

const VIEWS = ['events', 'actors'] as const
const rowId = (row: EventRow) => row.id
const signature = (row: EventRow) => row.id

/** CloudTrail's events on Lambda and on what reaches it: when, who, what, with what, and the record itself. */
export function EventsPage() {
  const { scopeParams } = useScope()
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('events'))
  const state = useTableState({ filters: EVENT_FILTERS, paging: 'cursor' })
  const query = useApi<EventList>('/events', { ...scopeParams, ...state.params })
  const total = query.data?.total
  return (
    <>
      <PageHeader
        title="Events"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span> {total === 1 ? 'call' : 'calls'} in the period
              {state.isFiltered ? ' match' : ''}
            </>
          )
        }
        actions={VIEWS.map((one) => (
          <Button
            key={one}
            variant={view === one ? 'default' : 'ghost'}
            aria-pressed={view === one}
            onClick={() => setView(one)}
          >
            {one === 'events' ? 'List' : 'By actor'}
          </Button>
        ))}
      />
      <EventHistogram params={{ ...scopeParams, ...state.params, cursor: null, limit: null }} />
      {view === 'actors' ? (
        <ActorList
          actors={query.data?.facets.actor ?? []}
          onPick={(arn) => {
            state.setFilter('actor', [arn])
            setView('events')
          }}
        />
      ) : (
        <DataTable
          name="events"
          columns={EVENT_COLUMNS}
          rowId={rowId}
          query={query}
          state={state}
          signature={signature}
          searchHint="Search, or name:UpdateFunctionCode tool:console kind:write"
          csvPath="/events"
          phoneRow={(row) => <EventPhoneRow row={row} />}
          peek={{
            title: (row) => row.name,
            content: (row) => <EventView id={row.id} />,
            missing: (id) => <EventView id={id} />,
          }}
          empty={{
            title: 'No events in this period',
            text: 'CloudTrail’s calls on Lambda, and those elsewhere that change what a function does, appear here up to 15 minutes after they were made. A longer period may hold some.',
          }}
          stillWorks="Functions and alerts are read apart from this."
        />
      )}
    </>
  )
}
