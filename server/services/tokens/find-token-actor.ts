import { MINUTE_MS } from '#server/domain/time.ts'
import { hasRole, USER_ROLES, type UserRole } from '#server/domain/user-role.ts'
import type { Actor, Context } from '#server/services/context.ts'

function lower(a: UserRole, b: UserRole): UserRole {
  return hasRole(a, b) ? b : a
}

/** Whose token has this SHA-256 (hex); null when unknown, revoked, expired, or its owner is disabled. Notes its use once a minute. */
export async function findTokenActor(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  hash: string,
): Promise<Actor | null> {
  const token = await store.prisma.apiToken.findUnique({ where: { hash }, include: { user: true } })
  const now = clock()
  if (!token || token.revokedAt || token.user.disabled) return null
  if (token.expiresAt && token.expiresAt.getTime() <= now) return null
  const own = USER_ROLES.find((role) => role === token.role)
  const owners = USER_ROLES.find((role) => role === token.user.role)
  if (!own || !owners) return null
  if (!token.lastUsedAt || now - token.lastUsedAt.getTime() > MINUTE_MS) {
    await store.prisma.apiToken.update({ where: { id: token.id }, data: { lastUsedAt: new Date(now) } })
  }
  const name = `${token.user.name} (token ${token.name})`
  return { userId: token.userId, name, email: token.user.email, role: lower(own, owners), tokenId: token.id }
}
