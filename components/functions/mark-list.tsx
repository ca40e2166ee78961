'use client'
import { Diamond, type LucideIcon, Square, Triangle } from 'lucide-react'
import { useState } from 'react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Mark } from '#server/services/functions/schema.ts'

const KINDS: Record<Mark['kind'], { icon: LucideIcon; word: string; className: string }> = {
  deployment: { icon: Triangle, word: 'deployment', className: 'text-accent' },
  configuration: { icon: Diamond, word: 'configuration', className: 'text-series-4' },
  alert: { icon: Square, word: 'alert', className: 'text-firing' },
}

function hrefOf(mark: Mark): string | null {
  if (mark.alertId) return `/alerts/${mark.alertId}`
  return mark.eventId ? `/events?peek=${encodeURIComponent(mark.eventId)}` : null
}

const SHOWN_AT_FIRST = 8

/** The marks of the charts in words, newest first: what happened, when, by whom. */
export function MarkList({ marks }: { marks: Mark[] }) {
  const [all, setAll] = useState(false)
  if (marks.length === 0)
    return <p className="m-0 text-table text-muted">No deployment, change or alert in this period.</p>
  const newest = marks.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  const hidden = all ? 0 : Math.max(0, newest.length - SHOWN_AT_FIRST)
  return (
    <>
      <ul
        aria-label="What happened in this period"
        className="m-0 list-none border-t border-line p-0 pt-2 text-table"
      >
        {newest.slice(0, newest.length - hidden).map((mark) => {
          const { icon: Icon, word, className } = KINDS[mark.kind]
          const href = hrefOf(mark)
          return (
            <li
              key={`${mark.at} ${mark.kind} ${mark.label}`}
              className="flex min-h-6 min-w-0 items-center gap-2"
            >
              <Icon size={11} fill="currentColor" className={`shrink-0 ${className}`} aria-label={word} />
              <Time at={mark.at} as="clock" className="num w-24 shrink-0 text-muted" />
              {href ? (
                <ScopedLink href={href} className="min-w-0 truncate hover:underline">
                  <Text value={mark.label} />
                </ScopedLink>
              ) : (
                <Text value={mark.label} />
              )}
              {mark.actor && (
                <span className="min-w-0 truncate text-muted">
                  by <Text value={mark.actor} />
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {hidden > 0 && (
        <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
          {hidden} earlier
        </Button>
      )}
    </>
  )
}
