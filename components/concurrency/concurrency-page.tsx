'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { Concurrency } from '#server/services/concurrency/schema.ts'
import { LimitsCard, PeakCard, SpikeCard, StarvingCard } from './place-cards.tsx'
import { PlaceList, placeKey } from './place-list.tsx'
import { UseChart } from './use-chart.tsx'

function Loading() {
  return (
    <div role="status" aria-label="Loading concurrency" className="grid gap-3">
      <Skeleton className="h-80" />
      <Skeleton className="h-40" />
    </div>
  )
}

/** Who uses the concurrency that all functions of an account and region share, and when it runs out. */
export function ConcurrencyPage() {
  const { scope, scopeParams, setScope } = useScope()
  const [place, setPlace] = useQueryState('place', parseAsString.withOptions({ history: 'push' }))
  const query = useApi<Concurrency>('/concurrency', place ? { ...scopeParams, place } : scopeParams, {
    refreshMs: 30_000,
  })
  const { data } = query
  const detail = data?.detail
  const onZoom = (fromMs: number, toMs: number) =>
    setScope({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })
  return (
    <>
      <PageHeader
        title="Concurrency"
        facts={
          detail && (
            <>
              {visibleText(detail.accountName)} · {detail.region}
              {detail.peak !== null && (
                <>
                  {' '}
                  · peak <span className="num">{formatCount(detail.peak)}</span>
                  {detail.limit !== null && ` of ${formatCount(detail.limit)}`}
                </>
              )}
              {query.isError && (
                <span className="text-high"> · could not refresh: {query.error.message}</span>
              )}
            </>
          )
        }
        actions={
          scope.from && (
            <Button size="sm" onClick={() => setScope({ range: scope.range })}>
              Zoom out
            </Button>
          )
        }
      />
      {!data ? (
        query.isError ? (
          <ErrorState
            title="Concurrency could not be loaded"
            error={query.error}
            stillWorks="Functions, alerts and events are read apart from this and may still be there."
            retry={() => query.refetch()}
          />
        ) : (
          <Loading />
        )
      ) : !detail ? (
        <EmptyState title="No limits yet">
          Accounts and regions appear here once Lambda's account settings were read. Coverage says where that
          is denied.
        </EmptyState>
      ) : (
        <div className="grid min-w-0 grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,1fr)_25rem]">
          <div className="grid min-w-0 grid-cols-1 gap-3">
            <Card
              title="Who uses it"
              note={`one bar is the highest of ${data.periodSeconds / 60} min of each function; the line is the account's`}
            >
              <UseChart data={data} detail={detail} onZoom={onZoom} />
            </Card>
            <SpikeCard detail={detail} />
            <PeakCard detail={detail} />
          </div>
          <div className="grid min-w-0 grid-cols-1 gap-3">
            <LimitsCard detail={detail} />
            {data.places.length > 1 && (
              <PlaceList places={data.places} chosen={placeKey(detail)} onChoose={(key) => setPlace(key)} />
            )}
            <StarvingCard detail={detail} />
          </div>
        </div>
      )}
    </>
  )
}
