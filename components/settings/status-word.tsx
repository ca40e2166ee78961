import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Loader,
  type LucideIcon,
} from 'lucide-react'
import { cn } from '#components/ui/cn.ts'

const STATUSES: Record<string, { icon: LucideIcon; word: string; className: string }> = {
  ok: { icon: CircleCheck, word: 'ok', className: 'text-resolved' },
  partial: { icon: CircleHelp, word: 'partial', className: 'text-medium' },
  denied: { icon: CircleSlash, word: 'denied', className: 'text-high' },
  failed: { icon: CircleX, word: 'failed', className: 'text-critical' },
  running: { icon: Loader, word: 'running', className: 'text-accent' },
  pending: { icon: CircleDashed, word: 'waiting for its first sweep', className: 'text-muted hatched' },
  never: { icon: CircleDashed, word: 'never run', className: 'text-muted hatched' },
  disabled: { icon: CircleSlash, word: 'not watched', className: 'text-muted' },
}

/** How a collection went: icon and word; a state that is not known here is shown as it is, hatched. */
export function StatusWord({ status, title, word }: { status: string; title?: string; word?: string }) {
  const known = STATUSES[status]
  const Icon = known?.icon ?? CircleHelp
  return (
    <span
      title={title}
      className={cn(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-0.5',
        known?.className ?? 'hatched text-muted',
      )}
    >
      <Icon size={13} aria-hidden />
      {word ?? known?.word ?? status}
    </span>
  )
}
