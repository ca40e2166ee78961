import type { ServiceAccess } from '#server/domain/access/access.ts'

/** A condition with the word that joins it to what it limits: an exception says "except when" itself. */
export function conditionWords(condition: string): string {
  return condition.startsWith('except ') ? condition : `if ${condition}`
}

/**
 * Whether a service may hold what is looked for: its name, or one of its actions. Where a level lists only some of its
 * actions, any action of that service is taken to be there, since the role may do all of them.
 */
export function mayHold(service: ServiceAccess, word: string): boolean {
  const wanted = word.trim().toLowerCase()
  if (`${service.service} ${service.serviceName}`.toLowerCase().includes(wanted)) return true
  const prefix = `${service.service.toLowerCase()}:`
  return service.levels.some(
    (level) =>
      level.actions.some((action) => action.toLowerCase().includes(wanted)) ||
      (level.count !== undefined && level.count > level.actions.length && wanted.startsWith(prefix)),
  )
}

/** A condition that is said once for many services, and those that it does not hold for throughout. */
export type Shared = { condition: string; exceptIn: string[] }

/** Most services of a role that a condition must hold for, to be said once: all but a quarter. */
const MOST = 0.75

/** Conditions that hold for all or nearly all that a role may do. */
export function sharedConditions(services: ServiceAccess[]): Shared[] {
  if (services.length < 2) return []
  const all = new Set(services.flatMap(({ levels }) => levels.flatMap(({ conditions }) => conditions)))
  return [...all].flatMap((condition) => {
    const without = services.filter(
      ({ levels }) => !levels.every((one) => one.conditions.includes(condition)),
    )
    if (services.length - without.length < services.length * MOST) return []
    return { condition, exceptIn: without.map(({ service }) => service) }
  })
}

/** Of a service's conditions, those that are said once above it. */
export function saidAbove(shared: Shared[], service: string): string[] {
  return shared.filter(({ exceptIn }) => !exceptIn.includes(service)).map(({ condition }) => condition)
}
