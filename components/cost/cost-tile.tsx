import type { ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'

type Props = { label: string; value: string | null; note?: ReactNode; isBad?: boolean; title?: string }

/** One sum with what it is compared with; null is unknown, never zero. */
export function CostTile({ label, value, note, isBad, title }: Props) {
  return (
    <div
      title={title}
      className="flex min-h-[4.75rem] min-w-0 flex-col rounded-md border border-line bg-surface px-3 py-2"
    >
      <span className="caps truncate">{label}</span>
      {value === null ? (
        <span className="hatched mt-0.5 self-start rounded-sm border border-line-strong/60 px-1.5 text-muted">
          unknown
        </span>
      ) : (
        <span
          className={cn('truncate text-tile font-semibold tracking-tight tabular-nums', isBad && 'text-high')}
        >
          {value}
        </span>
      )}
      {note && <span className="text-micro text-muted">{note}</span>}
    </div>
  )
}
