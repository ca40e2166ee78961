export const USER_ROLES = ['viewer', 'responder', 'reviewer', 'admin'] as const
export type UserRole = (typeof USER_ROLES)[number]

/** What each role may do; each role may do what the ones before it may. */
export function hasRole(actual: UserRole, needed: UserRole): boolean {
  return USER_ROLES.indexOf(actual) >= USER_ROLES.indexOf(needed)
}
