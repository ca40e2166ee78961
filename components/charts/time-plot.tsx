'use client'
import { useEffect, useRef, useState } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import { timeTickLabel, timeTicks, valueTicks } from './axis-scale.ts'
import type { ChartRow, TimeChartProps } from './chart-types.ts'
import { formatTick } from './format-value.ts'
import {
  HatchedSpans,
  LonelyDots,
  MarkLines,
  PointerLayer,
  StackedBars,
  ThresholdLines,
} from './plot-layers.tsx'
import { toneColor } from './tones.ts'

export type TimePlotProps = TimeChartProps & {
  rows: ChartRow[]
  crosshairMs: number | null
  point: (timeMs: number | null) => void
}

const LEFT_PX = 52
const AXIS_TICK = { fontSize: 11, fill: 'var(--color-faint)', fontFamily: 'var(--font-mono)' }

function highest(rows: ChartRow[], props: TimeChartProps): number {
  const bars = props.series.filter((one) => one.kind === 'bar')
  let top = Math.max(0, ...(props.thresholds ?? []).map((one) => one.value))
  for (const row of rows) {
    let stacked = 0
    for (const one of bars) stacked += row.values[one.key] ?? 0
    top = Math.max(top, stacked)
    for (const value of Object.values(row.values)) top = Math.max(top, value ?? 0)
  }
  return top
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
  const yTicks = valueTicks(highest(rows, props))
  const xTicks = timeTicks(from, to, Math.max(2, Math.floor((widthPx - LEFT_PX) / 84)))
  const lines = series.filter((one) => one.kind !== 'bar')
  return (
    <div ref={ref} style={{ height: heightPx }} className="w-full overflow-hidden">
      {widthPx > 0 && (
        <ComposedChart
          width={widthPx}
          height={heightPx}
          data={rows}
          margin={{ top: 14, right: 6, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--color-grid)" />
          <XAxis
            dataKey="t"
            type="number"
            domain={[from, to]}
            allowDataOverflow
            ticks={xTicks}
            tickFormatter={timeTickLabel}
            interval={0}
            height={20}
            tick={AXIS_TICK}
            tickLine={false}
            axisLine={{ stroke: 'var(--color-line)' }}
          />
          <YAxis
            domain={[0, yTicks.at(-1) ?? 1]}
            allowDataOverflow
            ticks={yTicks}
            tickFormatter={(value: number) => formatTick(value, unit)}
            interval={0}
            width={LEFT_PX}
            tick={AXIS_TICK}
            tickLine={false}
            axisLine={false}
          />
          <HatchedSpans spans={props.notPolled ?? []} label="not polled" />
          <StackedBars
            rows={rows}
            series={series.filter((one) => one.kind === 'bar')}
            periodMs={periodSeconds * 1000}
          />
          {/* Recharts draws no value axis without a line, and bars are drawn by a layer of ours. */}
          <Line dataKey={() => 0} stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
          {band && (
            <Area
              dataKey={(row: ChartRow) => [
                row.values['band-lower'] ?? null,
                row.values['band-upper'] ?? null,
              ]}
              name={band.name}
              stroke="none"
              fill={toneColor(band.tone)}
              fillOpacity={0.12}
              isAnimationActive={false}
              activeDot={false}
            />
          )}
          {lines.map((one) => {
            const shared = {
              dataKey: (row: ChartRow) => row.values[one.key] ?? null,
              name: one.name,
              stroke: toneColor(one.tone),
              strokeWidth: 1.5,
              strokeDasharray: one.dashed ? '4 3' : undefined,
              type: one.kind === 'step' ? ('stepAfter' as const) : ('linear' as const),
              isAnimationActive: false,
              activeDot: false,
              connectNulls: false,
              dot: false,
            }
            return one.kind === 'area' ? (
              <Area key={one.key} {...shared} fill={toneColor(one.tone)} fillOpacity={0.12} />
            ) : (
              <Line key={one.key} {...shared} />
            )
          })}
          <LonelyDots rows={rows} series={lines} />
          <ThresholdLines thresholds={props.thresholds ?? []} />
          <MarkLines marks={props.marks ?? []} crosshairMs={props.crosshairMs} />
          <PointerLayer crosshairMs={props.crosshairMs} point={props.point} onZoom={props.onZoom} />
        </ComposedChart>
      )}
    </div>
  )
}
