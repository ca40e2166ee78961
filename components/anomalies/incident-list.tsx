'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '#components/query/api-error.ts'
import type { TableState } from '#components/table/use-table-state.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { AnomalyList } from '#server/services/anomalies/schema.ts'
import { IncidentCard } from './incident-card.tsx'

type Props = {
  query: UseQueryResult<AnomalyList, ApiError>
  state: TableState
  active: number
  onActive: (index: number) => void
}

function Nothing({ state, models }: { state: TableState; models: AnomalyList['models'] }) {
  if (state.isFiltered)
    return (
      <EmptyState title="No incidents match this filter">
        Take a word out of the search, or a tick out of the filters; accounts, regions and time above count
        too.
      </EmptyState>
    )
  if (models.series === 0)
    return (
      <EmptyState title="Nothing to compare with yet">
        Once metrics have been polled, every series is held against what is usual for its hour and day. What
        is far from that appears here, with its likely origin. Settings, Coverage says what could not be
        polled.
      </EmptyState>
    )
  return (
    <EmptyState title="Nothing was unusual">
      Invocations, errors, throttles, durations, concurrency and ages were within what is usual for their hour
      and day. Choose a longer period above to look further back.
    </EmptyState>
  )
}

/** The incidents of a page, or what there is instead of them. */
export function IncidentList({ query, state, active, onActive }: Props) {
  const list = query.data
  if (!list)
    return query.isError ? (
      <ErrorState
        title="The anomalies could not be loaded"
        error={query.error}
        stillWorks="Alerts and the charts of functions are read apart from this."
        retry={() => query.refetch()}
      />
    ) : (
      <SkeletonRows rows={14} />
    )
  return (
    <>
      {query.isError && (
        <p role="status" className="m-0 border-b border-line px-3 py-1 text-table text-high">
          Could not refresh: {query.error.message} What is shown is the last answer.
        </p>
      )}
      {list.items.length === 0 ? (
        <Nothing state={state} models={list.models} />
      ) : (
        list.items.map((incident, index) => (
          <IncidentCard
            key={incident.id}
            incident={incident}
            isActive={index === active}
            onFocus={() => onActive(index)}
          />
        ))
      )}
    </>
  )
}
