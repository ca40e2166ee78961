import { matchesPattern } from '#server/domain/iam/matches-pattern.ts'
import { UNOBSERVABLE } from './unobservable-actions.ts'

/** Whether the use of an action shows in the stored history, given the services whose data events are recorded. */
export function isObservable(action: string, recorded: ReadonlySet<string>): boolean {
  const [service = '', name = ''] = action.toLowerCase().split(':', 2)
  const hidden = Object.hasOwn(UNOBSERVABLE, service) ? UNOBSERVABLE[service] : undefined
  if (!hidden) return true
  if (hidden.never?.some((pattern) => matchesPattern(pattern, name))) return false
  return recorded.has(service) || !hidden.data?.some((pattern) => matchesPattern(pattern, name))
}

/** Why the use of such an action of the service cannot be seen. */
export function whyUnobservable(service: string, recorded: ReadonlySet<string>): string {
  const hidden = Object.hasOwn(UNOBSERVABLE, service) ? UNOBSERVABLE[service] : undefined
  if (hidden?.data && !recorded.has(service))
    return `CloudTrail data events of ${service} are not known to be recorded for every resource, so not all use of data can be seen`
  return `CloudTrail records no such calls of ${service}`
}
