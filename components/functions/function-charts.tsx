'use client'
import { useMemo } from 'react'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'
import { MarkList } from './mark-list.tsx'
import { chartsOf, marksOf, notPolledSpans } from './metric-charts.ts'

const CHART_PX = 132

function LoadingCharts() {
  return (
    <div role="status" aria-label="Loading metrics" className="grid grid-cols-1 gap-3">
      {['a', 'b', 'c', 'd', 'e'].map((key) => (
        <div key={key}>
          <Skeleton className="my-2 h-3 w-40" />
          <Skeleton className="h-[132px]" />
        </div>
      ))}
    </div>
  )
}

/** Invocations, errors, throttles, duration and concurrency on one time axis with what happened; dragging zooms. */
export function FunctionCharts({ id, name }: { id: string; name: string }) {
  const { scope, scopeParams, setScope } = useScope()
  const query = useApi<FunctionMetrics>(`/functions/${id}/metrics`, scopeParams)
  const metrics = query.data
  const drawn = useMemo(
    () => metrics && { charts: chartsOf(metrics, name), marks: marksOf(metrics) },
    [metrics, name],
  )
  const note = metrics && (
    <>
      one point is{' '}
      {metrics.periodSeconds >= 60 ? `${metrics.periodSeconds / 60} min` : `${metrics.periodSeconds} s`} ·{' '}
      {metrics.polledUntil ? (
        <>
          polled up to <Time at={metrics.polledUntil} />
        </>
      ) : (
        'not polled yet'
      )}
      {query.isError && <span className="text-high"> · could not refresh: {query.error.message}</span>}
    </>
  )
  return (
    <Card
      title="Metrics"
      note={note}
      actions={
        scope.from && (
          <Button size="sm" onClick={() => setScope({ range: scope.range })}>
            Zoom out
          </Button>
        )
      }
    >
      {!metrics || !drawn ? (
        query.isError ? (
          <ErrorState
            title="The metrics could not be loaded"
            error={query.error}
            stillWorks="Configuration, changes and alerts of this function are read apart from this."
            retry={() => query.refetch()}
          />
        ) : (
          <LoadingCharts />
        )
      ) : (
        <div className="grid grid-cols-1 gap-3">
          {drawn.charts.map(({ key, isUnpolled, ...chart }) => (
            <TimeChart
              key={key}
              {...chart}
              from={Date.parse(metrics.from)}
              to={Date.parse(metrics.to)}
              periodSeconds={metrics.periodSeconds}
              marks={drawn.marks}
              notPolled={notPolledSpans(metrics, isUnpolled)}
              heightPx={CHART_PX}
              syncId={`function ${id}`}
              onZoom={(from, to) =>
                setScope({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
              }
            />
          ))}
          <MarkList marks={metrics.marks} />
        </div>
      )}
    </Card>
  )
}
