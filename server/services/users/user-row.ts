import { USER_ROLES } from '#server/domain/user-role.ts'
import type { AuthUser } from '#server/store/generated/client.ts'
import type { UserRow } from './schema.ts'

export function toUserRow(user: AuthUser): UserRow {
  const { id, name, email, disabled } = user
  const role = USER_ROLES.find((one) => one === user.role) ?? 'viewer'
  return { id, name, email, role, disabled, createdAt: user.createdAt.toISOString() }
}
