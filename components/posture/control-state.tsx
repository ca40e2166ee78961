import { CircleCheck, CircleHelp, CircleSlash, CircleX, EyeOff, type LucideIcon } from 'lucide-react'
import { cn } from '#components/ui/cn.ts'
import type { FrameworkDetail } from '#server/services/frameworks/schema.ts'

type State = FrameworkDetail['controls'][number]['state']

const LOOKS: Record<State, { icon: LucideIcon; word: string; className: string }> = {
  fail: { icon: CircleX, word: 'fails', className: 'font-medium text-high' },
  unknown: { icon: CircleHelp, word: 'unknown', className: 'hatched rounded-sm px-1' },
  pass: { icon: CircleCheck, word: 'passes', className: 'text-resolved' },
  unseen: { icon: EyeOff, word: 'not seen from outside', className: 'text-muted' },
  off: { icon: CircleSlash, word: 'its checks are off', className: 'text-muted' },
}

export const CONTROL_WORDS = Object.fromEntries(
  Object.entries(LOOKS).map(([state, { word }]) => [state, word]),
) as Record<State, string>

/** The state of a control with its icon and word. */
export function ControlState({ state }: { state: State }) {
  const { icon: Icon, word, className } = LOOKS[state]
  return (
    <span className={cn('inline-flex items-center gap-1 whitespace-nowrap', className)}>
      <Icon size={13} aria-hidden />
      {word}
    </span>
  )
}

/** How many controls are in a state: in the state's look where there are any. */
export function ControlCount({ state, count }: { state: State; count: number }) {
  if (count === 0) return <span className="text-faint">0</span>
  return <span className={cn('num', LOOKS[state].className)}>{count}</span>
}
