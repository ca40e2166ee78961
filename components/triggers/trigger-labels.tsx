import { ArrowDownToLine, CircleCheck, CirclePause, Link2, Unlink } from 'lucide-react'
import { Unseen } from '#components/detail/unseen.tsx'
import { Text } from '#components/ui/text.tsx'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { failureWords, liveWord, SIDES_LONG, SIDES_SHORT } from './trigger-words.ts'

const BOX = 'relative inline-flex max-w-full items-center gap-1 whitespace-nowrap'

/** Whether the trigger fires now, with the reason on hover. */
export function LiveLabel({ live, reason }: { live: boolean | null; reason: string }) {
  if (live === null) return <Unseen reason={reason} />
  const Icon = live ? CircleCheck : CirclePause
  return (
    <span className={`${BOX} ${live ? '' : 'text-medium'}`} title={reason}>
      <Icon size={12} className={live ? 'shrink-0 text-faint' : 'shrink-0'} aria-hidden />
      {liveWord(live)}
    </span>
  )
}

/** Which sides of the trigger were seen; one that lacks its other side stands out. */
export function SidesLabel({ sides }: { sides: TriggerRow['sides'] }) {
  if (sides === 'unknown') return <Unseen reason={SIDES_LONG.unknown} />
  const isHalf = sides === 'grant only' || sides === 'source only'
  const Icon = isHalf ? Unlink : Link2
  return (
    <span className={`${BOX} ${isHalf ? 'text-medium' : 'text-muted'}`} title={SIDES_LONG[sides]}>
      <Icon size={12} className="shrink-0" aria-hidden />
      {SIDES_SHORT[sides]}
    </span>
  )
}

export function InvocationLabel({ invocation }: { invocation: TriggerRow['invocation'] }) {
  return invocation === 'unknown' ? <Unseen /> : <span>{invocation}</span>
}

/** Where events that fail end. */
export function FailuresLabel({ via, to }: { via: string; to: string | null }) {
  if (via === 'unknown') return <Unseen />
  if (via === 'nowhere') return <span className="font-medium text-high">{failureWords(via)}</span>
  if (to === null) return <span className="text-muted">{failureWords(via)}</span>
  return (
    <span className={BOX} title={`${failureWords(via)}: ${to}`}>
      <ArrowDownToLine size={12} className="shrink-0 text-faint" aria-hidden />
      <span className="sr-only">{failureWords(via)}</span>
      <Text value={to.split(/[:/]/).at(-1)} mono />
    </span>
  )
}
