import {
  Building2,
  CircleHelp,
  CircleSlash,
  Globe,
  GlobeLock,
  House,
  type LucideIcon,
  Users,
} from 'lucide-react'
import { cn } from '#components/ui/cn.ts'
import type { ReachLevel } from '#server/domain/reach/reach.ts'
import { REACH_LONG, REACH_SHORT } from './reach-words.ts'

const LOOK: Record<ReachLevel, { icon: LucideIcon; className: string }> = {
  internet: { icon: Globe, className: 'font-medium text-critical' },
  'internet-authenticated': { icon: GlobeLock, className: 'text-medium' },
  'other-accounts': { icon: Users, className: 'text-medium' },
  organization: { icon: Building2, className: 'text-low' },
  account: { icon: House, className: 'text-muted' },
  nobody: { icon: CircleSlash, className: 'text-faint' },
  unknown: { icon: CircleHelp, className: 'hatched rounded-sm px-1 text-muted' },
}

type Props = {
  level: ReachLevel
  /** `conditional` and `unknown` add a question mark and say so on hover. */
  certainty?: 'certain' | 'conditional' | 'unknown'
  className?: string
}

/** Who can reach something, as an icon and a word or two. */
export function ReachBadge({ level, certainty = 'certain', className }: Props) {
  const { icon: Icon, className: look } = LOOK[level]
  const isOpen = certainty !== 'certain' && level !== 'unknown'
  const hedge = certainty === 'conditional' ? ', under a condition' : ', not for certain'
  return (
    <span
      className={cn('relative inline-flex max-w-full items-center gap-1 whitespace-nowrap', look, className)}
      title={`${REACH_LONG[level]}${isOpen ? hedge : ''}`}
    >
      <Icon size={12} className="shrink-0" aria-hidden />
      <span className="truncate">
        {REACH_SHORT[level]}
        {isOpen && (
          <>
            <span aria-hidden> ?</span>
            <span className="sr-only">{hedge}</span>
          </>
        )}
      </span>
    </span>
  )
}
