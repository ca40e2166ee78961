import { Button } from '#components/ui/button.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { VersionEntry } from '#server/services/history/schema.ts'

type Props = { entry: Pick<VersionEntry, 'event' | 'actor' | 'login' | 'kind'>; onOpen: (id: string) => void }

const TOOLS: Record<Exclude<NonNullable<VersionEntry['event']>['tool'], 'unknown'>, string> = {
  console: 'the console',
  cli: 'the command line',
  sdk: 'a program',
  iac: 'a deployment tool',
  service: 'an AWS service',
}

/** The call that made a version, who made it, with what and from where, and the sign-in that began the session. */
export function WhoDidIt({ entry, onOpen }: Props) {
  const { event, login } = entry
  if (!event) {
    if (entry.actor)
      return (
        <span>
          by <Text value={entry.actor} mono />
        </span>
      )
    if (entry.kind === 'first seen') return null
    return <span className="text-muted">by whom is not known: no CloudTrail event was found for it</span>
  }
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => onOpen(event.id)} className="num -ml-2 text-accent">
        {event.name}
      </Button>
      <span>
        by <Text value={personName(event.actorName)} mono />
      </span>
      <span className="text-muted">
        {event.tool === 'unknown' ? 'with an unknown tool' : `from ${TOOLS[event.tool]}`}
        {event.sourceIp && (
          <>
            , <Text value={event.sourceIp} mono />
          </>
        )}
      </span>
      {login && (
        <span className="text-muted">
          session begun by{' '}
          <Button
            variant="ghost"
            size="sm"
            onClick={() => onOpen(login.id)}
            className="num -mx-1 text-accent"
          >
            {login.name}
          </Button>{' '}
          of <Text value={personName(login.actorName)} mono />, <Time at={login.at} />
        </span>
      )}
    </>
  )
}
