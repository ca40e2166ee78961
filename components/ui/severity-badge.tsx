import { ChevronDown, ChevronsUp, ChevronUp, Equal, Info, type LucideIcon } from 'lucide-react'
import type { Severity } from '#server/domain/severity.ts'
import { Badge } from './badge.tsx'
import { cn } from './cn.ts'

const ICONS: Record<Severity, LucideIcon> = {
  critical: ChevronsUp,
  high: ChevronUp,
  medium: Equal,
  low: ChevronDown,
  info: Info,
}

export const SEVERITY_TEXT: Record<Severity, string> = {
  critical: 'text-critical',
  high: 'text-high',
  medium: 'text-medium',
  low: 'text-low',
  info: 'text-info',
}

/** Icon and word, boxed. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const Icon = ICONS[severity]
  return (
    <Badge tone={severity}>
      <Icon size={12} strokeWidth={2.5} aria-hidden />
      {severity}
    </Badge>
  )
}

/** Icon and word without a box, for tables. */
export function SeverityLabel({ severity, className }: { severity: Severity; className?: string }) {
  const Icon = ICONS[severity]
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 whitespace-nowrap align-bottom font-medium',
        SEVERITY_TEXT[severity],
        className,
      )}
    >
      <Icon size={13} strokeWidth={2.5} aria-hidden />
      {severity}
    </span>
  )
}
