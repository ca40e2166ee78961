import type { Clock } from '#server/domain/time.ts'
import { hasRole, type UserRole } from '#server/domain/user-role.ts'
import { ForbiddenError, UnauthenticatedError } from '#server/errors.ts'
import type { Store } from '#server/store/store.ts'

/** Who asks: a signed-in person, or a script with one of that person's tokens. */
export type Actor = {
  userId: string
  name: string
  email: string
  /** Of a token: never above its owner's. */
  role: UserRole
  tokenId: string | null
}

export type Context = { store: Store; clock: Clock; requestId: string; actor: Actor | null }

/** @throws UnauthenticatedError, ForbiddenError */
export function authorise(context: Context, role: UserRole): Actor {
  if (!context.actor) throw new UnauthenticatedError()
  if (!hasRole(context.actor.role, role)) throw new ForbiddenError(`This needs the ${role} role.`)
  return context.actor
}
