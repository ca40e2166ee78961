import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { EventRow } from '#server/services/events/schema.ts'
import { sessionHref } from './session-href.ts'

export type Pivot = { label: string; href: string; why: string }

/** A console session lasts 12 hours at most, a chain of roles less. Source: IAM user guide, session duration. */
const SESSION_MS = 12 * HOUR_MS

/** A day around an event; sign-ins are recorded in other regions than what follows them, so every region counts. */
function around(event: EventRow, beforeMs: number, afterMs: number): string {
  const at = Date.parse(event.at)
  const from = new Date(at - beforeMs).toISOString()
  const to = new Date(at + afterMs).toISOString()
  return `&regions=&env=&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`
}

const eventsWhere = (key: string, value: string) => `/events?${key}=${encodeURIComponent(value)}`

/** Links to the login behind an event and to the events that share something with it. */
export function pivotsOf(event: EventRow): Pivot[] {
  const day = around(event, DAY_MS, DAY_MS)
  const pivots: Pivot[] = [
    {
      label: 'Back to the login',
      href: sessionHref(event.id),
      why: 'Step by step to what began the session, and what else the session did',
    },
  ]
  if (event.sessionKey)
    pivots.push({
      label: 'Whole session',
      href: eventsWhere('session', event.sessionKey) + around(event, SESSION_MS, SESSION_MS),
      why: 'Everything done with the same credentials, from the login on',
    })
  if (event.actorArn)
    pivots.push({
      label: 'Same actor',
      href: eventsWhere('actor', event.actorArn) + day,
      why: event.actorArn,
    })
  if (event.functionName)
    pivots.push({
      label: 'Same function',
      href: eventsWhere('function', event.functionName) + day,
      why: event.functionName,
    })
  if (event.sourceIp)
    pivots.push({ label: 'Same address', href: eventsWhere('ip', event.sourceIp) + day, why: event.sourceIp })
  pivots.push({
    label: `All ${event.name}`,
    href: eventsWhere('name', event.name),
    why: 'The same call by anybody',
  })
  return pivots
}
