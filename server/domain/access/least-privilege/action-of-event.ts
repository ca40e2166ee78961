import { plainEventName } from '#server/domain/trail/event-name.ts'
import { API_GATEWAY_VERBS, EVENT_ACTIONS, type EventActions, SERVICE_OF_SOURCE } from './event-actions.ts'

/** The IAM prefix of an event source: `monitoring.amazonaws.com` is `cloudwatch`. */
export function serviceOfSource(eventSource: string): string {
  const label = eventSource
    .toLowerCase()
    .replace(/\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/, '')
  return SERVICE_OF_SOURCE[label] ?? label.split('.').pop() ?? label
}

/**
 * The IAM actions that a recorded call needed; undefined where the table of actions has none of that name, so that
 * nobody takes the call for one that needs nothing.
 */
export function actionsOfEvent(
  eventSource: string,
  eventName: string,
  isKnown: (action: string) => boolean,
): EventActions | undefined {
  const service = serviceOfSource(eventSource)
  const plain = plainEventName(eventName)
  const listed = Object.hasOwn(EVENT_ACTIONS, `${service}:${plain}`)
    ? EVENT_ACTIONS[`${service}:${plain}`]
    : undefined
  if (listed) return listed
  if (service === 'apigateway') {
    const verbs = API_GATEWAY_VERBS.find(([name]) => name.test(plain))?.[1]
    if (verbs) return { actions: verbs }
  }
  const named = [`${service}:${plain}`, `${service}:${eventName}`].find(isKnown)
  return named === undefined ? undefined : { actions: [named] }
}
