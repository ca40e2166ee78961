'use client'
import { type KeyboardEvent, useState } from 'react'
import { formatClock, formatCount } from '#components/ui/format.ts'
import { useNow } from '#components/ui/use-now.ts'
import type { EventHistogram } from '#server/services/events/schema.ts'
import { type Brush, moveBrush } from './brush-keys.ts'

type Bucket = EventHistogram['buckets'][number]
type Props = { histogram: EventHistogram; heightPx: number; onZoom: (fromMs: number, toMs: number) => void }

const eventsIn = (buckets: Bucket[]) =>
  buckets.reduce((sum, one) => sum + one.writes + one.reads + one.errors, 0)

/** The histogram's brush for the keyboard: arrows choose bars, Enter narrows the period to them. Lies over the plot. */
export function HistogramBrush({ histogram, heightPx, onZoom }: Props) {
  const { buckets, bucketSeconds } = histogram
  const now = useNow()
  const [brush, setBrush] = useState<Brush | null>(null)
  const count = buckets.length
  const last = { from: count - 1, to: count - 1 }
  const shown = brush && brush.to < count ? brush : last
  const fromMs = Date.parse(buckets[shown.from]?.at ?? histogram.from)
  const toMs = Date.parse(buckets[shown.to]?.at ?? histogram.to) + bucketSeconds * 1000
  const events = eventsIn(buckets.slice(shown.from, shown.to + 1))
  const said = `${formatClock(fromMs, now)} to ${formatClock(toMs, now)}, ${formatCount(events)} events. Enter narrows the period to it.`
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = moveBrush(shown, event, count)
    if (moved) setBrush(moved)
    else if (event.key === 'Enter') {
      setBrush(null)
      onZoom(fromMs, Math.min(toMs, Date.parse(histogram.to)))
    } else if (event.key === 'Escape') setBrush(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (count === 0) return null
  const left = shown.from / count
  const width = (shown.to - shown.from + 1) / count
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Choose a span of the histogram"
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={shown.from}
      aria-valuetext={said}
      onKeyDown={onKeyDown}
      onFocus={() => setBrush(shown)}
      onBlur={() => setBrush(null)}
      className="group pointer-events-none absolute bottom-2 left-[64px] right-[18px] rounded-sm focus-visible:outline-offset-0"
      style={{ height: heightPx }}
    >
      <span
        aria-hidden
        className="absolute inset-y-0 hidden border-x border-accent bg-accent/15 group-focus-visible:block"
        style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
      />
      <span
        aria-hidden
        className="absolute left-0 top-0 hidden max-w-full truncate rounded-sm bg-raised px-1.5 text-table group-focus-visible:block"
      >
        {said} Arrows move, Shift widens.
      </span>
    </div>
  )
}
