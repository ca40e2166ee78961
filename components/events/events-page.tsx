'use client'
import { FileJson, Radio } from 'lucide-react'
import { parseAsBoolean, parseAsStringLiteral, useQueryState } from 'nuqs'
import { apiUrl } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { EventList, EventRow } from '#server/services/events/schema.ts'
import { ActorList } from './actor-list.tsx'
import { EVENT_COLUMNS, EVENT_FILTERS } from './event-columns.tsx'
import { EventHistogram } from './event-histogram.tsx'
import { EventPhoneRow } from './event-phone-row.tsx'
import { EventView } from './event-view.tsx'
import { HuntsMenu } from './hunts-menu.tsx'

const VIEWS = ['events', 'actors'] as const
const REFRESH_MS = 15_000
const LIVE_MS = 3000
const rowId = (row: EventRow) => row.id
const signature = (row: EventRow) => row.id

function Facts({ list, isFiltered }: { list: EventList; isFiltered: boolean }) {
  return (
    <>
      {list.isTotalLeast && 'at least '}
      <span className="num">{formatCount(list.total)}</span> {list.total === 1 ? 'call' : 'calls'} in the
      period
      {isFiltered ? ' match' : ''}
      {list.actorsAmong !== null && (
        <span className="text-faint"> · actors counted among the newest {formatCount(list.actorsAmong)}</span>
      )}
    </>
  )
}

/** CloudTrail's events on Lambda and on what reaches it: when, who, what, with what, and the record itself. */
export function EventsPage() {
  const { scopeParams } = useScope()
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('events'))
  const [isLive, setLive] = useQueryState('live', parseAsBoolean.withDefault(false))
  const state = useTableState({ filters: EVENT_FILTERS, paging: 'cursor' })
  const refreshMs = isLive ? LIVE_MS : REFRESH_MS
  const query = useApi<EventList>('/events', { ...scopeParams, ...state.params }, { refreshMs })
  const filter = { ...scopeParams, ...state.params, cursor: null, limit: null }
  return (
    <>
      <PageHeader
        title="Events"
        facts={query.data && <Facts list={query.data} isFiltered={state.isFiltered} />}
        actions={
          <>
            <Button
              variant={isLive ? 'default' : 'ghost'}
              aria-pressed={isLive}
              title="Look for new events every three seconds"
              onClick={() => setLive(isLive ? null : true)}
            >
              <Radio size={14} aria-hidden />
              Live
            </Button>
            <HuntsMenu />
            <ScopedLink
              href="/events/history"
              className={buttonClass('ghost')}
              title="Ask Athena or CloudTrail Lake about what is no longer kept here"
            >
              History
            </ScopedLink>
            {VIEWS.map((one) => (
              <Button
                key={one}
                variant={view === one ? 'default' : 'ghost'}
                aria-pressed={view === one}
                onClick={() => setView(one)}
              >
                {one === 'events' ? 'List' : 'By actor'}
              </Button>
            ))}
          </>
        }
      />
      <EventHistogram params={filter} refreshMs={refreshMs} />
      {view === 'actors' ? (
        <ActorList
          actors={query.data?.facets.actor ?? []}
          among={query.data?.actorsAmong ?? null}
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
          searchHint="Search the whole record, or name:UpdateFunctionCode tool:console kind:write"
          csvPath="/events"
          toolbar={
            <a
              href={apiUrl('/events', { ...filter, format: 'jsonl' })}
              download
              aria-label="Download the records as JSON lines, the newest 20,000"
              title="Download the records as JSON lines, the newest 20,000"
              className={buttonClass('ghost', 'icon', 'max-sm:hidden')}
            >
              <FileJson size={14} aria-hidden />
            </a>
          }
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
