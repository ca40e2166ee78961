import { randomUUID } from 'node:crypto'
import type { UserRole } from '#server/domain/user-role.ts'
import { createAuth } from '#server/http/auth.ts'
import { cookiePrefixOf } from '#server/http/auth-env.ts'
import { handleAuth } from '#server/http/auth-gate.ts'
import type { HttpDeps } from '#server/http/context.ts'
import { hashPassword, insertUser } from '#server/services/users/insert-user.ts'
import type { Store } from '#server/store/store.ts'

const SECRET = 'a secret of the tests, longer than 32 characters'
export const ORIGIN = 'http://sightline.test'
export const PASSWORD = 'correct horse battery'

export function makeDeps(store: Store, clock = Date.now): HttpDeps {
  const env = { secret: SECRET, baseUrl: null, cookiePrefix: cookiePrefixOf(SECRET), secure: false }
  return { store, clock, baseUrl: null, auth: createAuth(store, env) }
}

/** A request as a browser on our own page sends it. */
export function makeRequest(path: string, init: RequestInit & { json?: unknown } = {}): Request {
  const { json, ...rest } = init
  const headers = new Headers({
    host: new URL(ORIGIN).host,
    origin: ORIGIN,
    ...Object.fromEntries(new Headers(init.headers)),
  })
  if (json !== undefined) headers.set('content-type', 'application/json')
  return new Request(`${ORIGIN}${path}`, {
    ...rest,
    headers,
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
}

let hash: Promise<string> | undefined

/** A user who signs in with PASSWORD. */
export async function createTestUser(store: Store, role: UserRole, email = `${randomUUID()}@example.com`) {
  hash ??= hashPassword(PASSWORD)
  const passwordHash = await hash
  return store.prisma.$transaction((tx) => insertUser(tx, { name: role, email, role }, passwordHash))
}

export function signIn(
  deps: HttpDeps,
  email: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
): Promise<Response> {
  return handleAuth(
    makeRequest('/api/auth/sign-in/email', { method: 'POST', json: { email, password }, headers }),
    deps,
  )
}

/** The Cookie header that a browser sends after this answer. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
