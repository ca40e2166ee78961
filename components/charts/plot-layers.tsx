'use client'
import { type PointerEvent, type ReactNode, useId, useRef, useState } from 'react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { visibleText } from '#server/domain/text.ts'
import { isolatedTimes } from './chart-rows.ts'
import type { ChartMark, ChartRow, ChartSeries, ChartThreshold, Span } from './chart-types.ts'
import { usePlot } from './plot-scale.ts'
import { toneColor } from './tones.ts'

/** Bars from zero, stacked in the order of the series; each as wide as its period. */
export function StackedBars(props: { rows: ChartRow[]; series: ChartSeries[]; periodMs: number }) {
  const { area, x, y } = usePlot()
  const slot = x(props.periodMs) - x(0)
  const gap = slot >= 4 ? 1 : 0
  const paths = props.series.map(() => '')
  for (const row of props.rows) {
    let base = 0
    props.series.forEach((one, i) => {
      const value = row.values[one.key]
      if (!value || value < 0) return
      const left = Math.max(x(row.t), area.x)
      const right = Math.min(x(row.t) + Math.max(slot - gap, 1), area.x + area.width)
      if (right > left)
        paths[i] +=
          `M${left.toFixed(1)} ${y(base).toFixed(1)}V${y(base + value).toFixed(1)}H${right.toFixed(1)}V${y(base).toFixed(1)}z`
      base += value
    })
  }
  return (
    <g>
      {props.series.map((one, i) => (
        <path key={one.key} d={paths[i]} fill={toneColor(one.tone)} />
      ))}
    </g>
  )
}

/** Dots for values that stand alone, which a line does not show. */
export function LonelyDots({ rows, series }: { rows: ChartRow[]; series: ChartSeries[] }) {
  const { x, y } = usePlot()
  return (
    <g>
      {series.map((one) =>
        [...isolatedTimes(rows, one.key)].map((t) => {
          const value = rows.find((row) => row.t === t)?.values[one.key] ?? 0
          return (
            <circle key={`${one.key} ${t}`} cx={x(t)} cy={y(value)} r={1.75} fill={toneColor(one.tone)} />
          )
        }),
      )}
    </g>
  )
}

/** Hatches spans that were not polled. */
export function HatchedSpans({ spans, label }: { spans: Span[]; label: string }) {
  const { area, x } = usePlot()
  const id = useId()
  if (spans.length === 0) return null
  return (
    <g>
      <defs>
        <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" stroke="var(--color-hatch)" strokeWidth={2} />
        </pattern>
      </defs>
      {spans.map((span) => {
        const left = Math.max(x(span.from), area.x)
        const width = Math.min(x(span.to), area.x + area.width) - left
        if (width < 1) return null
        return (
          <g key={span.from}>
            <rect x={left} y={area.y} width={width} height={area.height} fill={`url(#${id})`} />
            {width > 72 && span.label !== '' && (
              <text
                x={left + width / 2}
                y={area.y + 14}
                textAnchor="middle"
                fontSize={11}
                fill="var(--color-muted)"
                stroke="var(--color-surface)"
                strokeWidth={3}
                paintOrder="stroke"
              >
                {span.label ?? label}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

/** Horizontal limit lines with their names on them; one beyond the top of the axis is named with an arrow. */
export function ThresholdLines({ thresholds, top }: { thresholds: ChartThreshold[]; top: number }) {
  const { area, y } = usePlot()
  return (
    <g>
      {thresholds.map((one) => {
        const isAbove = one.value > top
        const at = isAbove ? area.y : y(one.value)
        return (
          <g key={one.label}>
            {!isAbove && (
              <path
                d={`M${area.x} ${at}h${area.width}`}
                stroke={toneColor(one.tone ?? 'limit')}
                strokeDasharray="4 3"
              />
            )}
            <text
              x={area.x + area.width - 4}
              y={at < area.y + 14 ? at + 13 : at - 4}
              textAnchor="end"
              fontSize={11}
              fill={isAbove ? 'var(--color-muted)' : 'var(--color-text)'}
              stroke="var(--color-surface)"
              strokeWidth={3}
              paintOrder="stroke"
            >
              {isAbove ? `↑ ${one.label}` : one.label}
            </text>
          </g>
        )
      })}
    </g>
  )
}

const MARK_TONES = {
  deployment: 'var(--color-accent)',
  configuration: 'var(--color-series-4)',
  alert: 'var(--color-firing)',
} as const
const MARK_SHAPES = {
  deployment: 'M0 -5L5 4H-5z',
  configuration: 'M0 -5L5 0L0 5L-5 0z',
  alert: 'M-4 -4H4V4H-4z',
}

/** Leads to what the mark is about; by keyboard the list of marks under the charts does. */
function MarkShape({ mark, children }: { mark: ChartMark; children: ReactNode }) {
  if (!mark.href) return children
  return (
    <ScopedLink href={mark.href} tabIndex={-1}>
      <title>{visibleText(mark.label)}</title>
      {children}
    </ScopedLink>
  )
}

/** Vertical lines with a shape for each kind: triangle a deployment, diamond a configuration change, square an alert. */
export function MarkLines({ marks, crosshairMs }: { marks: ChartMark[]; crosshairMs: number | null }) {
  const { area, x } = usePlot()
  return (
    <g>
      {marks.map((mark) => {
        const at = x(mark.at)
        if (at < area.x - 1 || at > area.x + area.width + 1) return null
        const near = crosshairMs !== null && Math.abs(x(crosshairMs) - at) < 5
        return (
          <g key={`${mark.kind} ${mark.at} ${mark.label}`} fill={MARK_TONES[mark.kind]}>
            <path
              d={`M${at} ${area.y}v${area.height}`}
              stroke={MARK_TONES[mark.kind]}
              strokeDasharray={near ? undefined : '2 3'}
            />
            <MarkShape mark={mark}>
              <path d={MARK_SHAPES[mark.kind]} transform={`translate(${at} ${area.y - 5})`} />
            </MarkShape>
          </g>
        )
      })}
    </g>
  )
}

const DOUBLE_TAP_MS = 350

type PointerLayerProps = {
  crosshairMs: number | null
  point: (timeMs: number | null) => void
  onZoom?: (fromMs: number, toMs: number) => void
  onZoomOut?: () => void
}

/** Takes the pointer: moving sets the crosshair, dragging zooms, a double click goes back. */
export function PointerLayer({ crosshairMs, point, onZoom, onZoomOut }: PointerLayerProps) {
  const { area, x, timeAt: timeAtPx } = usePlot()
  const [dragFromMs, setDragFromMs] = useState<number | null>(null)
  const tappedAt = useRef(Number.NEGATIVE_INFINITY)
  const timeAt = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return timeAtPx(area.x + ((event.clientX - box.left) / box.width) * area.width)
  }
  const end = (event: PointerEvent<SVGRectElement>) => {
    const toMs = timeAt(event)
    if (dragFromMs !== null && onZoom && Math.abs(x(toMs) - x(dragFromMs)) > 6)
      onZoom(Math.min(dragFromMs, toMs), Math.max(dragFromMs, toMs))
    else if (event.timeStamp - tappedAt.current < DOUBLE_TAP_MS) onZoomOut?.()
    else tappedAt.current = event.timeStamp
    setDragFromMs(null)
  }
  const crosshairX = crosshairMs === null ? null : x(crosshairMs)
  return (
    <g>
      {crosshairX !== null && crosshairX >= area.x && crosshairX <= area.x + area.width && (
        <path
          d={`M${crosshairX} ${area.y}v${area.height}`}
          stroke="var(--color-muted)"
          pointerEvents="none"
        />
      )}
      {dragFromMs !== null && crosshairX !== null && (
        <rect
          x={Math.min(x(dragFromMs), crosshairX)}
          y={area.y}
          width={Math.abs(crosshairX - x(dragFromMs))}
          height={area.height}
          fill="var(--color-accent)"
          opacity={0.15}
        />
      )}
      <rect
        x={area.x}
        y={area.y}
        width={area.width}
        height={area.height}
        fill="transparent"
        style={{ cursor: onZoom ? 'crosshair' : 'default', touchAction: 'pan-y' }}
        onPointerDown={(event) => {
          if (!onZoom || event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setDragFromMs(timeAt(event))
        }}
        onPointerMove={(event) => point(timeAt(event))}
        onPointerUp={end}
        onPointerCancel={() => setDragFromMs(null)}
        onPointerLeave={() => point(null)}
      />
    </g>
  )
}
