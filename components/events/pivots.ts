import type { EventRow } from '#server/services/events/schema.ts'

export type Pivot = { label: string; href: string; why: string }

const eventsWhere = (key: string, value: string) => `/events?${key}=${encodeURIComponent(value)}`

/** Links to the events that share something with this one. */
export function pivotsOf(event: EventRow): Pivot[] {
  const pivots: Pivot[] = [
    { label: 'Same actor', href: eventsWhere('actor', event.actorArn), why: event.actorArn },
  ]
  if (event.sessionKey)
    pivots.unshift({
      label: 'Whole session',
      href: eventsWhere('session', event.sessionKey),
      why: 'Everything that was done with the same credentials, from the login on',
    })
  if (event.functionName)
    pivots.push({
      label: 'Same function',
      href: eventsWhere('function', event.functionName),
      why: event.functionName,
    })
  if (event.sourceIp)
    pivots.push({ label: 'Same address', href: eventsWhere('ip', event.sourceIp), why: event.sourceIp })
  pivots.push({
    label: `All ${event.name}`,
    href: eventsWhere('name', event.name),
    why: 'The same call by anybody',
  })
  return pivots
}
