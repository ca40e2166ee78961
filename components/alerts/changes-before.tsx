'use client'
import { useState } from 'react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { visibleText } from '#server/domain/text.ts'
import { formatDuration, SECOND_MS } from '#server/domain/time.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { AlertDetail } from '#server/services/alerts/schema.ts'

const SHOWN = 4

/** Changes in the two hours before the alert began, the likeliest cause first. */
export function ChangesBefore({ changes }: { changes: AlertDetail['changesBefore'] }) {
  const [all, setAll] = useState(false)
  if (changes.length === 0) {
    return (
      <p className="px-3 pb-3 text-muted">
        CloudTrail recorded no change to this function, its role or its triggers in the two hours before.
        Records can be 15 minutes late.
      </p>
    )
  }
  const shown = all ? changes : changes.slice(0, SHOWN)
  return (
    <>
      <ol>
        {shown.map(({ event, secondsBefore, why }, index) => (
          <li key={event.id} className="border-t border-line">
            <ScopedLink
              href={`/events?peek=${encodeURIComponent(event.id)}`}
              className="grid grid-cols-[1.25rem_minmax(0,1fr)] items-baseline gap-x-2 px-3 py-1.5 hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="num text-table text-faint">{index + 1}</span>
              <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                <span className="whitespace-nowrap font-medium">
                  {formatDuration(secondsBefore * SECOND_MS)} before
                </span>
                <code className="num text-table">{visibleText(event.name)}</code>
                <span className="min-w-0 truncate" title={visibleText(event.actorArn)}>
                  by {visibleText(personName(event.actorName))}
                </span>
                {event.tool !== 'unknown' && (
                  <Badge tone={event.tool === 'console' ? 'medium' : 'neutral'}>{event.tool}</Badge>
                )}
                {event.errorCode && <Badge tone="critical">{visibleText(event.errorCode)}</Badge>}
              </span>
              <span className="col-start-2 break-words text-table text-muted">{visibleText(why)}</span>
            </ScopedLink>
          </li>
        ))}
      </ol>
      {changes.length > shown.length && (
        <Button variant="ghost" className="m-1" onClick={() => setAll(true)}>
          {changes.length - shown.length} more, less likely
        </Button>
      )}
    </>
  )
}
