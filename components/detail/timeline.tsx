import {
  Bell,
  BellOff,
  CircleCheck,
  Eye,
  type LucideIcon,
  MessageSquare,
  RotateCcw,
  ShieldOff,
  UserRound,
} from 'lucide-react'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'

const ICONS: [RegExp, LucideIcon][] = [
  [/^unack|reopen|woke|again/, RotateCcw],
  [/ack/, Eye],
  [/snooz/, BellOff],
  [/resolv|closed/, CircleCheck],
  [/^excepted/, ShieldOff],
  [/comment/, MessageSquare],
  [/assign/, UserRound],
]

export type TimelineEntry = { id: string; at: string; kind: string; actor: string; text: string }

/** What happened to an alert or a finding, the newest first. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  if (entries.length === 0) return <p className="text-muted">Nothing has happened to it yet.</p>
  const newest = [...entries].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  return (
    <ol className="grid grid-cols-1 gap-2 [overflow-wrap:anywhere]">
      {newest.map((entry) => {
        const Icon = ICONS.find(([pattern]) => pattern.test(entry.kind))?.[1] ?? Bell
        return (
          <li key={entry.id} className="grid grid-cols-[14px_minmax(0,1fr)] gap-2">
            <Icon size={13} className="mt-0.5 text-muted" aria-hidden />
            <div>
              <p className="text-table text-muted">
                <span className="text-text">{visibleText(entry.actor)}</span> · {visibleText(entry.kind)} ·{' '}
                <Time at={entry.at} />
              </p>
              {entry.text && (
                <p className="whitespace-pre-line break-words">
                  {entry.text.split('\n').map(visibleText).join('\n')}
                </p>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
