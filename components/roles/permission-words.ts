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

/** Conditions that hold for everything the role may do, to be said once. */
export function commonConditions(services: ServiceAccess[]): string[] {
  const [first, ...others] = services.flatMap((service) => service.levels.map((level) => level.conditions))
  if (!first || others.length === 0) return []
  return first.filter((condition) => others.every((conditions) => conditions.includes(condition)))
}
