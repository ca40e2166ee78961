'use client'
import { formatClock, formatLocal, formatRelative, formatUtc } from './format.ts'
import { useNow } from './use-now.ts'

type Props = {
  at: string | null | undefined
  /** `relative`: "6 min ago"; `clock`: "14:02" or "Nov 18 14:02". */
  as?: 'relative' | 'clock'
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
      {as === 'clock' ? formatClock(ms, now) : formatRelative(ms, now)}
    </time>
  )
}
