'use client'
import { useMemo } from 'react'
import type { ChartSeries, Point } from '#components/charts/chart-types.ts'
import { TimeChart } from '#components/charts/time-chart.tsx'
import type { ApiParams } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { useZoom } from '#components/scope/use-zoom.ts'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatClock } from '#components/ui/format.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { EventHistogram as Histogram } from '#server/services/events/schema.ts'

const HEIGHT_PX = 112

/** Bars of writes and reads that went well and of calls that failed. */
export function histogramSeries(histogram: Histogram): ChartSeries[] {
  const points = (key: 'writes' | 'reads' | 'errors'): Point[] =>
    histogram.buckets.map((bucket) => [Date.parse(bucket.at), bucket[key]])
  return [
    {
      key: 'writes',
      name: 'writes',
      kind: 'bar',
      points: points('writes'),
      tone: 'series-1',
      summary: 'sum',
    },
    { key: 'reads', name: 'reads', kind: 'bar', points: points('reads'), tone: 'faint', summary: 'sum' },
    { key: 'errors', name: 'failed', kind: 'bar', points: points('errors'), tone: 'error', summary: 'sum' },
  ]
}

/** Where events are that were not counted: before the newest ones that were, and before anything is stored. */
function uncounted({ from, countedFrom, storedFrom }: Histogram) {
  const fromMs = Date.parse(from)
  const storedMs = storedFrom === null ? null : Date.parse(storedFrom)
  const spans = []
  if (storedMs !== null && storedMs > fromMs) spans.push({ from: fromMs, to: storedMs, label: 'not stored' })
  if (countedFrom !== null)
    spans.push({
      from: Math.max(fromMs, storedMs ?? fromMs),
      to: Date.parse(countedFrom),
      label: 'not counted',
    })
  return spans
}

type Props = { params: ApiParams; refreshMs: number }

/** How many events over time under the filter in force; dragging, or arrows and Enter, narrow the period. */
export function EventHistogram({ params, refreshMs }: Props) {
  const { isZoomed, zoom, zoomOut } = useZoom()
  const query = useApi<Histogram>('/events/histogram', params, { refreshMs })
  const histogram = query.data
  const series = useMemo(() => (histogram ? histogramSeries(histogram) : []), [histogram])
  const stored = histogram?.storedFrom ? Date.parse(histogram.storedFrom) : null
  return (
    <div className="relative mb-4 rounded-md border border-line bg-surface px-3 pb-2 pt-1">
      {histogram ? (
        <TimeChart
          title="Events"
          label="CloudTrail events over time"
          unit="Count"
          from={Math.min(Date.parse(histogram.from), Date.parse(histogram.buckets[0]?.at ?? histogram.from))}
          to={Date.parse(histogram.to)}
          periodSeconds={histogram.bucketSeconds}
          series={series}
          heightPx={HEIGHT_PX}
          empty="No events in this period"
          notPolled={uncounted(histogram)}
          onZoom={zoom}
          onZoomOut={isZoomed ? zoomOut : undefined}
          brushLabel="Choose a span of the histogram"
        />
      ) : query.isError ? (
        <ErrorState
          title="The histogram could not be loaded"
          error={query.error}
          stillWorks="The list below is read apart from this."
          retry={() => query.refetch()}
        />
      ) : (
        <div role="status" aria-label="Loading the histogram">
          <Skeleton className="my-2 h-3 w-40" />
          <Skeleton className="h-[112px]" />
        </div>
      )}
      <div className="absolute right-12 top-1.5 flex gap-1">
        {isZoomed && (
          <Button size="sm" onClick={zoomOut}>
            Zoom out
          </Button>
        )}
        {stored !== null && (
          <Button
            size="sm"
            variant="ghost"
            className="max-sm:hidden"
            title={`Everything that is stored, from ${formatClock(stored, Date.now())} on`}
            onClick={() => zoom(stored, Date.now())}
          >
            All stored
          </Button>
        )}
      </div>
    </div>
  )
}
