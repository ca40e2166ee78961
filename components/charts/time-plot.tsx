'use client'
import { useEffect, useId, useRef, useState } from 'react'
import { logFloor, logTicks, timeTicks, valueTicks } from './axis-scale.ts'
import { leastPositive, valueTop } from './chart-rows.ts'
import type { ChartRow, TimeChartProps } from './chart-types.ts'
import { AnomalySpans } from './plot-anomalies.tsx'
import { PlotAxes } from './plot-axes.tsx'
import {
  HatchedSpans,
  LonelyDots,
  MarkLines,
  PointerLayer,
  StackedBars,
  ThresholdLines,
} from './plot-layers.tsx'
import { PlotBand, PlotLines } from './plot-lines.tsx'
import { LEFT_PX, MARGIN_PX } from './plot-margins.ts'
import { PlotProvider, plotScale } from './plot-scale.ts'

export type TimePlotProps = TimeChartProps & {
  rows: ChartRow[]
  crosshairMs: number | null
  point: (timeMs: number | null) => void
}

function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState(0)
  useEffect(() => {
    const node = ref.current
    if (!node) return
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(node)
    return () => observer.disconnect()
  }, [])
  return { ref, widthPx }
}

/** The drawing itself; loaded when a chart is first shown. */
export default function TimePlot(props: TimePlotProps) {
  const { rows, series, unit, from, to, periodSeconds, heightPx = 160, band } = props
  const { ref, widthPx } = useWidth()
  const clipId = useId()
  const highest = valueTop(rows, series, props.thresholds ?? [])
  const floor = props.scale === 'log' ? logFloor(leastPositive(rows, series), highest) : undefined
  const yTicks = floor === undefined ? valueTicks(highest) : logTicks(highest, floor)
  const top = yTicks.at(-1) ?? 1
  const xTicks = timeTicks(from, to, Math.max(2, Math.floor((widthPx - LEFT_PX) / 84)))
  const lines = series.filter((one) => one.kind !== 'bar')
  const area = {
    x: LEFT_PX,
    y: MARGIN_PX.top,
    width: Math.max(1, widthPx - LEFT_PX - MARGIN_PX.right),
    height: Math.max(1, heightPx - MARGIN_PX.top - MARGIN_PX.bottom),
  }
  return (
    <div ref={ref} style={{ height: heightPx }} className="w-full overflow-hidden">
      {widthPx > 0 && (
        <PlotProvider value={plotScale(area, from, to, top, floor)}>
          <svg width={widthPx} height={heightPx} className="time-plot block" aria-hidden>
            <defs>
              <clipPath id={clipId}>
                <rect x={area.x} y={area.y - 1} width={area.width} height={area.height + 2} />
              </clipPath>
            </defs>
            <PlotAxes xTicks={xTicks} yTicks={yTicks} unit={unit} />
            <HatchedSpans spans={props.notPolled ?? []} label="not polled" />
            <g clipPath={`url(#${clipId})`}>
              <StackedBars
                rows={rows}
                series={series.filter((one) => one.kind === 'bar')}
                periodMs={periodSeconds * 1000}
              />
              {band && <PlotBand rows={rows} band={band} />}
              <PlotLines rows={rows} series={lines} />
              <LonelyDots rows={rows} series={lines} />
            </g>
            <ThresholdLines thresholds={props.thresholds ?? []} top={top} />
            <AnomalySpans anomalies={props.anomalies ?? []} to={to} />
            <MarkLines marks={props.marks ?? []} crosshairMs={props.crosshairMs} />
            <PointerLayer
              crosshairMs={props.crosshairMs}
              point={props.point}
              onZoom={props.onZoom}
              onZoomOut={props.onZoomOut}
            />
          </svg>
        </PlotProvider>
      )}
    </div>
  )
}
