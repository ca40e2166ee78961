'use client'
import { Table2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useId, useMemo, useState } from 'react'
import { ChartBrush } from './chart-brush.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { BAND_LOWER, BAND_UPPER, mergeSeries, nearestRow } from './chart-rows.ts'
import { ChartTable } from './chart-table.tsx'
import type { ChartSeries, TimeChartProps } from './chart-types.ts'
import { useCrosshair } from './crosshair.ts'
import { CrosshairNote } from './crosshair-note.tsx'

const TimePlot = dynamic(() => import('./time-plot.tsx'), { ssr: false })

function withBand(props: TimeChartProps): ChartSeries[] {
  if (!props.band) return props.series
  const { lower, upper, tone, name } = props.band
  return [
    ...props.series,
    { key: BAND_LOWER, name: `${name}, low`, kind: 'line', points: lower, tone },
    { key: BAND_UPPER, name: `${name}, high`, kind: 'line', points: upper, tone },
  ]
}

function inWords(props: TimeChartProps): string {
  const what = props.label ?? props.title
  const names = props.series.map((one) => one.name).join(', ')
  const unusual = (props.anomalies ?? []).map((one) => one.label).join('; ')
  return `${what}: ${names || 'no series'}. ${unusual && `Not usual: ${unusual}. `}The same numbers are in the table behind the chart.`
}

/**
 * Values over time on a zero-based axis: lines, areas, stacked bars and step lines with thresholds, marks, gaps and
 * hatched spans that were not polled. The drawing library is loaded when the chart is shown. A button turns it into a table.
 */
export function TimeChart(props: TimeChartProps) {
  const ownId = useId()
  const [asTable, setAsTable] = useState(false)
  const [isPointedAt, setPointedAt] = useState(false)
  const [crosshairMs, point] = useCrosshair(props.syncId ?? ownId)
  const { series, band, from, to, periodSeconds, heightPx = 160 } = props
  const rows = useMemo(
    () => mergeSeries(withBand({ ...props, series, band }), from, to, periodSeconds * 1000),
    [props, series, band, from, to, periodSeconds],
  )
  const toleranceMs = Math.max(periodSeconds * 1000, (to - from) / 200)
  const row = crosshairMs === null ? undefined : nearestRow(rows, crosshairMs, toleranceMs)
  const isEmpty = series.every(
    (one) => one.kind === 'step' || one.points.every(([, value]) => value === null),
  )
  return (
    <figure className="m-0 min-w-0" aria-label={props.label ?? props.title}>
      <figcaption className="relative flex min-h-7 flex-wrap items-center gap-x-3 gap-y-0.5 pr-8">
        <span className="font-medium">{props.title}</span>
        <ChartLegend {...props} crosshairMs={crosshairMs} row={row} />
        <button
          type="button"
          aria-pressed={asTable}
          aria-label={asTable ? `Show ${props.title} as a chart` : `Show ${props.title} as a table`}
          title={asTable ? 'Show as a chart' : 'Show as a table'}
          onClick={() => setAsTable(!asTable)}
          className="absolute right-0 top-0 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-text aria-pressed:text-accent"
        >
          <Table2 size={14} aria-hidden />
        </button>
      </figcaption>
      {asTable ? (
        <ChartTable {...props} series={withBand(props)} rows={rows} heightPx={heightPx} />
      ) : (
        <div className="relative">
          <span role="img" aria-label={inWords(props)} className="sr-only" />
          <div
            style={{ height: heightPx }}
            onPointerEnter={() => setPointedAt(true)}
            onPointerLeave={() => setPointedAt(false)}
          >
            {isPointedAt && crosshairMs !== null && (
              <CrosshairNote {...props} crosshairMs={crosshairMs} row={row} />
            )}
            <TimePlot {...props} rows={rows} crosshairMs={crosshairMs} point={point} />
            {isEmpty && (
              <p className="pointer-events-none absolute inset-0 m-0 flex items-center justify-center p-6 text-center text-table text-muted">
                <span className="rounded-md bg-surface px-2 py-1">
                  {props.empty ?? 'No data in this period'}
                </span>
              </p>
            )}
          </div>
          {props.onZoom && <ChartBrush {...props} onZoom={props.onZoom} />}
        </div>
      )}
    </figure>
  )
}
