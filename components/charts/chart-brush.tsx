'use client'
import { type KeyboardEvent, useState } from 'react'
import { formatClock } from '#components/ui/format.ts'
import { useNow } from '#components/ui/use-now.ts'
import { brushGrid, saidOfSpan } from './brush-cells.ts'
import { type Brush, moveBrush } from './brush-keys.ts'
import type { TimeChartProps } from './chart-types.ts'
import { LEFT_PX, MARGIN_PX } from './plot-margins.ts'

type Props = TimeChartProps & { onZoom: (fromMs: number, toMs: number) => void }

/** A chart's brush for the keyboard: arrows choose periods, Enter narrows the range to them, Escape goes back. */
export function ChartBrush(props: Props) {
  const { title, from, to, onZoom, onZoomOut } = props
  const now = useNow()
  const [brush, setBrush] = useState<Brush | null>(null)
  const { fromMs: gridFromMs, stepMs, count } = brushGrid(props)
  if (count === 0) return null
  const shown = brush && brush.to < count ? brush : { from: count - 1, to: count - 1 }
  const fromMs = Math.max(from, gridFromMs + shown.from * stepMs)
  const toMs = Math.min(to, gridFromMs + (shown.to + 1) * stepMs)
  const said = `${formatClock(fromMs, now)} to ${formatClock(toMs, now)}, ${saidOfSpan(props, gridFromMs + shown.from * stepMs, toMs)}. Enter narrows the period to it.`
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = moveBrush(shown, event, count)
    if (moved) setBrush(moved)
    else if (event.key === 'Enter') {
      setBrush(null)
      onZoom(fromMs, toMs)
    } else if (event.key === 'Escape') {
      setBrush(null)
      onZoomOut?.()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const share = (ms: number) => `${(ms / (to - from)) * 100}%`
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={props.brushLabel ?? `Choose a span of ${title}`}
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={shown.from}
      aria-valuetext={said}
      onKeyDown={onKeyDown}
      onFocus={() => setBrush(shown)}
      onBlur={() => setBrush(null)}
      className="group pointer-events-none absolute inset-y-0 rounded-sm focus-visible:outline-offset-0"
      style={{ left: LEFT_PX, right: MARGIN_PX.right }}
    >
      <span
        aria-hidden
        className="absolute inset-y-0 hidden min-w-0.5 border-x border-accent bg-accent/15 group-focus-visible:block"
        style={{ left: share(fromMs - from), width: share(toMs - fromMs) }}
      />
      <span
        aria-hidden
        className="absolute left-0 top-0 hidden max-w-full truncate rounded-sm bg-raised px-1.5 text-table group-focus-visible:block"
      >
        {said} Arrows move, Shift widens{onZoomOut && ', Escape goes back'}.
      </span>
    </div>
  )
}
