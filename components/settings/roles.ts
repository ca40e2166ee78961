import { USER_ROLES, type UserRole } from '#server/domain/user-role.ts'

export const ROLE_WORDS: Record<UserRole, string> = {
  viewer: 'sees everything',
  responder: 'also works on alerts',
  reviewer: 'also signs reviews',
  admin: 'also changes settings',
}

export const ROLE_OPTIONS = USER_ROLES.map((role) => ({ value: role, label: `${role}: ${ROLE_WORDS[role]}` }))

/** The role that a select gives back as text; viewer for anything odd. */
export function roleOf(text: string): UserRole {
  return USER_ROLES.find((role) => role === text) ?? 'viewer'
}
