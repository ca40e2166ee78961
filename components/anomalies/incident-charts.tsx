'use client'
import { useState } from 'react'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { IncidentCharts as Charts } from '#server/services/anomalies/charts.schema.ts'
import { functionHref, type IncidentSeries, smallChart } from './series-charts.ts'
import { useSeen } from './use-seen.ts'

const CHART_PX = 96
const SHOWN = 4
const REFRESH_MS = 60_000

function SmallChart({ charts, series, group }: { charts: Charts; series: IncidentSeries; group: string }) {
  return (
    <li className="min-w-0">
      <div className="truncate text-table">
        {series.functionName === null ? (
          <span className="text-muted">the account and region as a whole</span>
        ) : series.functionId === null ? (
          <Text value={series.functionName} mono />
        ) : (
          <ScopedLink
            href={functionHref(series.functionId, charts)}
            className="num text-accent hover:underline"
          >
            {visibleText(series.functionName)}
          </ScopedLink>
        )}
      </div>
      <TimeChart {...smallChart(charts, series)} heightPx={CHART_PX} syncId={group} />
      {series.anomalies.slice(0, 1).map((one) => (
        <p key={one.from} className="m-0 text-table text-muted">
          {visibleText(one.explanation)}
        </p>
      ))}
    </li>
  )
}

/** Small charts of the series of an incident, each with what is usual; read when they come into sight. */
export function IncidentCharts({ id }: { id: string }) {
  const { ref, seen } = useSeen<HTMLDivElement>()
  const [all, setAll] = useState(false)
  const query = useApi<Charts>(`/anomalies/${encodeURIComponent(id)}/charts`, undefined, {
    refreshMs: REFRESH_MS,
    enabled: seen,
  })
  const charts = query.data
  const shown = charts?.series.slice(0, all ? undefined : SHOWN) ?? []
  const hidden = (charts?.series.length ?? 0) - shown.length
  return (
    <div ref={ref} className="grid grid-cols-1 gap-2">
      {charts ? (
        <>
          <ul className="m-0 grid list-none grid-cols-1 gap-x-4 gap-y-3 p-0 xl:grid-cols-2">
            {shown.map((series) => (
              <SmallChart key={series.id} charts={charts} series={series} group={`incident ${id}`} />
            ))}
          </ul>
          {hidden > 0 && (
            <Button size="sm" variant="ghost" className="justify-self-start" onClick={() => setAll(true)}>
              {hidden} more series
            </Button>
          )}
          {all && charts.omitted > 0 && (
            <p className="m-0 text-table text-muted">
              {charts.omitted} series that were less unusual are not shown.
            </p>
          )}
        </>
      ) : query.isError ? (
        <ErrorState
          title="The charts could not be loaded"
          error={query.error}
          stillWorks="What is said of the incident above was read apart from this."
          retry={() => query.refetch()}
        />
      ) : (
        <div role="status" aria-label="Loading the charts" className="grid gap-x-4 gap-y-3 xl:grid-cols-2">
          {['a', 'b'].map((key) => (
            <Skeleton key={key} className="h-36" />
          ))}
        </div>
      )}
    </div>
  )
}
