import type { EffectivePermissions } from '#server/domain/access/access.ts'

/** An administrator has 22,000 actions: nobody reads them, and they are a megabyte. */
const LISTED = 40

/** Cuts long lists of actions; `count` keeps how many there are. */
export function shortenPermissions(permissions: EffectivePermissions): EffectivePermissions {
  const services = permissions.services.map((service) => ({
    ...service,
    levels: service.levels.map((level) =>
      level.actions.length > LISTED
        ? { ...level, actions: level.actions.slice(0, LISTED), count: level.actions.length }
        : level,
    ),
  }))
  return { ...permissions, services }
}
