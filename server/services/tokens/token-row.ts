import { USER_ROLES } from '#server/domain/user-role.ts'
import type { ApiToken } from '#server/store/generated/client.ts'
import type { TokenRow } from './schema.ts'

export function toTokenRow(token: ApiToken & { user: { name: string } }): TokenRow {
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    role: USER_ROLES.find((role) => role === token.role) ?? 'viewer',
    createdBy: token.user.name,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  }
}
