'use client'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { Overview } from '#server/services/overview/schema.ts'

type Session = Overview['changes'][number]
const SESSIONS_SHOWN = 8
const FUNCTIONS_SHOWN = 4

const TOOL_WORDS: Record<string, string> = {
  console: 'console',
  cli: 'CLI',
  sdk: 'SDK',
  iac: 'deployment tool',
  service: 'AWS service',
  unknown: 'tool unknown',
}

/** Who did what, one row a session. */
export function ChangesCard({ sessions }: { sessions: Session[] }) {
  return (
    <Card
      title="Changed in the period"
      note={sessions.length > 0 ? 'by session, newest first' : undefined}
      actions={
        <ScopedLink href="/events?kind=write" className="text-table text-accent hover:underline">
          All changes
        </ScopedLink>
      }
      flush
    >
      {sessions.length === 0 ? (
        <EmptyState title="No change was recorded in this period">
          Calls that change functions, roles or triggers appear here up to 15 minutes after they were made, as
          CloudTrail delivers them.
        </EmptyState>
      ) : (
        <ul>
          {sessions.slice(0, SESSIONS_SHOWN).map((session) => (
            <li
              key={`${session.sessionKey ?? session.actorArn} ${session.from}`}
              className="border-t border-line px-3 py-1.5"
            >
              <div className="flex items-baseline gap-2">
                <ScopedLink
                  href={sessionHref(session)}
                  className="min-w-0 truncate font-medium hover:underline"
                  title={visibleText(session.actorArn)}
                >
                  {visibleText(personName(session.actorName))}
                </ScopedLink>
                <Badge tone={session.tool === 'console' ? 'medium' : 'neutral'}>
                  {TOOL_WORDS[session.tool] ?? visibleText(session.tool)}
                </Badge>
                <Time at={session.to} className="ml-auto whitespace-nowrap text-table text-muted" />
              </div>
              <p className="truncate text-table text-muted">
                {session.names
                  .map((one) =>
                    one.count > 1 ? `${visibleText(one.name)} ×${one.count}` : visibleText(one.name),
                  )
                  .join(', ')}
                {session.functions.length > 0 && ` on ${functionsWords(session.functions)}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function functionsWords(functions: string[]): string {
  const shown = functions.slice(0, FUNCTIONS_SHOWN).map(visibleText).join(', ')
  const more = functions.length - FUNCTIONS_SHOWN
  return more > 0 ? `${shown} and ${more} more` : shown
}

function sessionHref(session: Session): string {
  return session.sessionKey
    ? `/events?session=${encodeURIComponent(session.sessionKey)}`
    : `/events?actor=${encodeURIComponent(session.actorArn)}`
}
