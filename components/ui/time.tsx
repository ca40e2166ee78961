'use client'
import { formatDuration } from '#server/domain/time.ts'
import { formatClock, formatLocal, formatRelative, formatUtc } from './format.ts'
import { useNow } from './use-now.ts'

type Props = {
  at: string | null | undefined
  /** `relative`: "6 min ago"; `age`: "6 min"; `clock`: "14:02" or "Nov 18 14:02". */
  as?: 'relative' | 'age' | 'clock'
  className?: string
}

/** A time, with the viewer's zone and UTC on hover. */
export function Time({ at, as = 'relative', className }: Props) {
  const now = useNow()
  const ms = at ? Date.parse(at) : Number.NaN
  if (Number.isNaN(ms)) return <span className="text-faint">–</span>
  const title = `${formatLocal(ms)}\n${formatUtc(ms)}`
  return (
    <time dateTime={new Date(ms).toISOString()} title={title} className={className} suppressHydrationWarning>
      {as === 'clock'
        ? formatClock(ms, now)
        : as === 'age'
          ? formatDuration(Math.max(0, now - ms))
          : formatRelative(ms, now)}
    </time>
  )
}
