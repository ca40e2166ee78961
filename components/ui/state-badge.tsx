import { BellOff, CircleCheck, CircleHelp, Eye, Flame, type LucideIcon } from 'lucide-react'
import { Badge, type BadgeTone } from './badge.tsx'

const STATES: Record<string, { tone: BadgeTone; icon: LucideIcon }> = {
  firing: { tone: 'firing', icon: Flame },
  acknowledged: { tone: 'acknowledged', icon: Eye },
  snoozed: { tone: 'snoozed', icon: BellOff },
  resolved: { tone: 'resolved', icon: CircleCheck },
  pass: { tone: 'resolved', icon: CircleCheck },
}

/** An alert's state; one that is not known here is shown as unknown, hatched. */
export function StateBadge({ state }: { state: string }) {
  const { tone, icon: Icon } = STATES[state] ?? { tone: 'unknown' as const, icon: CircleHelp }
  return (
    <Badge tone={tone}>
      <Icon size={12} strokeWidth={2.25} aria-hidden />
      {state}
    </Badge>
  )
}
