import type { ReactNode } from 'react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { cn } from '#components/ui/cn.ts'

type Props = {
  label: string
  /** Null is unknown: hatched, with the reason in `note`. */
  value: string | null
  note?: ReactNode
  href: string
  tone?: 'critical' | 'high' | 'medium' | 'plain'
  title?: string
  className?: string
}

const TONES = { critical: 'text-critical', high: 'text-high', medium: 'text-medium', plain: '' } as const

/** One number with its comparison; leads to the rows behind it. */
export function Tile({ label, value, note, href, tone = 'plain', title, className }: Props) {
  return (
    <ScopedLink
      href={href}
      title={title}
      className={cn(
        'flex min-h-[4.75rem] min-w-0 flex-col rounded-md border border-line bg-surface px-3 py-2 hover:border-line-strong',
        className,
      )}
    >
      <span className="caps truncate">{label}</span>
      {value === null ? (
        <span className="hatched mt-0.5 self-start rounded-sm border border-line-strong/60 px-1.5 text-muted">
          unknown
        </span>
      ) : (
        <span className={cn('truncate text-tile font-semibold tracking-tight tabular-nums', TONES[tone])}>
          {value}
        </span>
      )}
      {note && <span className="truncate text-micro text-muted">{note}</span>}
    </ScopedLink>
  )
}
