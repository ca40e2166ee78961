import { createHash, randomUUID } from 'node:crypto'
import { USER_ROLES, type UserRole } from '#server/domain/user-role.ts'
import { UnauthenticatedError } from '#server/errors.ts'
import type { Actor, Context } from '#server/services/context.ts'
import { findTokenActor } from '#server/services/tokens/find-token-actor.ts'
import { getStore, type Store } from '#server/store/store.ts'
import { type Auth, getAuth } from './auth.ts'
import { readAuthEnv } from './auth-env.ts'

/** What the adapter needs from outside; tests hand in their own. */
export type HttpDeps = { store: Store; auth: Auth; baseUrl: string | null; clock: () => number }

export function defaultDeps(): HttpDeps {
  return { store: getStore(), auth: getAuth(), baseUrl: readAuthEnv().baseUrl, clock: Date.now }
}

/** `setCookies` carries a session cookie that was rolled on. */
export type RequestContext = { context: Context; byCookie: boolean; setCookies: string[] }

const BEARER = /^Bearer (slt_[\w-]{20,100})$/

function roleOf(value: unknown): UserRole | undefined {
  return USER_ROLES.find((role) => role === value)
}

/** The person behind a session cookie; null when there is none, it has ended, or the user is disabled. `rollOn`: it lasts longer for being used. */
export async function sessionActor(
  auth: Auth,
  headers: Headers,
  { rollOn = true }: { rollOn?: boolean } = {},
): Promise<{ actor: Actor | null; setCookies: string[] }> {
  if (!headers.get('cookie')) return { actor: null, setCookies: [] }
  const query = rollOn ? {} : { query: { disableRefresh: true } }
  const { response, headers: answered } = await auth.api.getSession({
    headers,
    ...query,
    returnHeaders: true,
  })
  const user = response?.user
  const role = roleOf(user?.role)
  if (!user || !role || user.disabled) return { actor: null, setCookies: [] }
  const actor: Actor = { userId: user.id, name: user.name, email: user.email, role, tokenId: null }
  return { actor, setCookies: answered.getSetCookie() }
}

/** Who sends this request: the owner of its API token, else the session in its cookie, else nobody. @throws UnauthenticatedError for a bad token */
export async function contextOf(
  request: Pick<Request, 'headers'>,
  deps: HttpDeps,
  options: { rollOn?: boolean } = {},
): Promise<RequestContext> {
  const { store, clock } = deps
  const base = { store, clock, requestId: randomUUID() }
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const token = BEARER.exec(authorization)?.[1]
    const actor = token ? await findTokenActor(base, createHash('sha256').update(token).digest('hex')) : null
    if (!actor) throw new UnauthenticatedError('This API token is not valid, has expired or was revoked.')
    return { context: { ...base, actor }, byCookie: false, setCookies: [] }
  }
  const { actor, setCookies } = await sessionActor(deps.auth, request.headers, options)
  return { context: { ...base, actor }, byCookie: true, setCookies }
}
