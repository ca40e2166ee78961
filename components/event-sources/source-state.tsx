import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePause,
  CircleSlash,
  CircleX,
  type LucideIcon,
} from 'lucide-react'
import { cn } from '#components/ui/cn.ts'
import type { SourceState } from '#server/domain/trail-sources/source-state.ts'

const STATES: Record<SourceState, { icon: LucideIcon; word: string; why: string; className: string }> = {
  receiving: {
    icon: CircleCheck,
    word: 'receiving',
    why: 'Events of the last three hours have come from it.',
    className: 'text-resolved',
  },
  silent: {
    icon: CircleHelp,
    word: 'silent',
    why: 'It is asked and answers, but nothing of the last three hours has come from it.',
    className: 'hatched text-medium',
  },
  waiting: {
    icon: CircleDashed,
    word: 'not asked yet',
    why: 'A worker asks it within a minute.',
    className: 'hatched text-muted',
  },
  ready: {
    icon: CircleCheck,
    word: 'ready to be asked',
    why: 'It brings nothing by itself.',
    className: 'text-muted',
  },
  denied: { icon: CircleSlash, word: 'denied', why: 'AWS refuses it.', className: 'text-high' },
  failed: { icon: CircleX, word: 'failed', why: 'It could not be asked.', className: 'text-critical' },
  stopped: {
    icon: CircleX,
    word: 'no longer asked',
    why: 'No worker has asked it for a quarter of an hour: is one running?',
    className: 'text-critical',
  },
  off: { icon: CirclePause, word: 'switched off', why: 'Nothing is read from it.', className: 'text-muted' },
}

/** How an event source is doing: icon and word. */
export function SourceStateWord({ state }: { state: SourceState }) {
  const { icon: Icon, word, why, className } = STATES[state]
  return (
    <span
      title={why}
      className={cn('inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-0.5', className)}
    >
      <Icon size={13} aria-hidden />
      {word}
    </span>
  )
}
