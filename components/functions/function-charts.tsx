'use client'
import { useMemo } from 'react'
import { drawnMarks } from '#components/charts/drawn-marks.ts'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { useZoom } from '#components/scope/use-zoom.ts'
import { useHotkeys } from '#components/shell/use-hotkeys.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'
import { ChartOptions, useChartOptions } from './chart-options.tsx'
import { LearningNote } from './learning-note.tsx'
import { MarkList } from './mark-list.tsx'
import { chartsOf, notPolledSpans } from './metric-charts.ts'

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

type Props = {
  id: string
  name: string
  /** Everything that there is, with the ways to look at it; else the five charts that every function has. */
  isFull?: boolean
}

/** A function's metrics on one time axis with what is usual and what happened; dragging, or arrows and Enter, zoom. */
export function FunctionCharts({ id, name, isFull = false }: Props) {
  const { scopeParams } = useScope()
  const { isZoomed, zoom, zoomOut } = useZoom()
  useHotkeys({ Escape: zoomOut }, { enabled: isZoomed })
  const options = useChartOptions()
  const compare = isFull && options.compare ? { compare: options.compare } : {}
  const query = useApi<FunctionMetrics>(`/functions/${id}/metrics`, { ...scopeParams, ...compare })
  const metrics = query.data
  const drawn = useMemo(
    () =>
      metrics && {
        charts: chartsOf(metrics, name, { rare: isFull }),
        marks: drawnMarks(metrics.marks, Date.parse(metrics.from), Date.parse(metrics.to)),
      },
    [metrics, name, isFull],
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
        <>
          {isFull && <ChartOptions {...options} />}
          {isZoomed && (
            <Button size="sm" onClick={zoomOut}>
              Zoom out
            </Button>
          )}
        </>
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
          <LearningNote learning={metrics.learning} />
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
              scale={isFull && options.scale ? 'log' : 'linear'}
              syncId={`function ${id}`}
              onZoom={zoom}
              onZoomOut={isZoomed ? zoomOut : undefined}
            />
          ))}
          <MarkList {...metrics} />
        </div>
      )}
    </Card>
  )
}
