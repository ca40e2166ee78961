'use client'
import { useMemo } from 'react'
import type { ChartSeries, Point } from '#components/charts/chart-types.ts'
import { TimeChart } from '#components/charts/time-chart.tsx'
import type { ApiParams } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
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

/** How many events over time under the filter in force; dragging narrows the period. */
export function EventHistogram({ params }: { params: ApiParams }) {
  const { scope, setScope } = useScope()
  const query = useApi<Histogram>('/events/histogram', params)
  const histogram = query.data
  const series = useMemo(() => (histogram ? histogramSeries(histogram) : []), [histogram])
  return (
    <div className="relative mb-4 rounded-md border border-line bg-surface px-3 pb-2 pt-1">
      {histogram ? (
        <TimeChart
          title="Events"
          label="CloudTrail events over time"
          unit="Count"
          from={Date.parse(histogram.from)}
          to={Date.parse(histogram.to)}
          periodSeconds={histogram.bucketSeconds}
          series={series}
          heightPx={HEIGHT_PX}
          empty="No events in this period"
          onZoom={(from, to) =>
            setScope({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
          }
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
      {scope.from && (
        <Button
          size="sm"
          className="absolute right-12 top-1.5"
          onClick={() => setScope({ range: scope.range })}
        >
          Zoom out
        </Button>
      )}
    </div>
  )
}
