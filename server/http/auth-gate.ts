import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { asObject, isObject } from '#server/domain/json.ts'
import { NotFoundError, UnauthenticatedError } from '#server/errors.ts'
import { parseInput } from '#server/services/parse-input.ts'
import { forgiveSignIn, limitSignIn } from '#server/services/sign-in/limit-sign-in.ts'
import { defaultDeps, type HttpDeps } from './context.ts'
import { errorResponse } from './error-response.ts'
import { readJsonBody } from './read-body.ts'
import { originOf, requireSameOrigin } from './same-origin.ts'

/** All of better-auth that can be reached from outside. */
export const AUTH_ENDPOINTS = ['POST /sign-in/email', 'POST /sign-out', 'GET /get-session'] as const

const credentials = z.object({
  email: z.string().max(254),
  password: z.string().max(200),
  rememberMe: z.boolean().optional(),
})

/** The last hop that a proxy wrote down; "unknown" is one bucket for all who have none. */
function addressOf(request: Request): string {
  return request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'
}

/** Our own words and shape for a sign-in that was refused; whether the e-mail, the password or the user is at fault is not said. */
function refusal(response: Response): never {
  if (response.status >= 500) throw new Error(`better-auth answered with status ${response.status}`)
  throw new UnauthenticatedError('E-mail or password is not right.')
}

/** What better-auth tells without the session's token: that belongs in the HttpOnly cookie alone. */
async function withoutToken(response: Response): Promise<Response> {
  const body: unknown = await response.json().catch(() => null)
  const { token: _, ...shown } = asObject(body)
  const session = isObject(shown.session)
    ? { session: { expiresAt: shown.session.expiresAt, userId: shown.session.userId } }
    : {}
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  const answer = isObject(body) ? { ...shown, ...session } : null
  return Response.json(answer, { status: response.status, headers })
}

async function signIn(request: Request, url: string, deps: HttpDeps): Promise<Response> {
  const input = parseInput(credentials, await readJsonBody(request))
  const address = addressOf(request)
  await limitSignIn(deps, address, input.email)
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  const response = await deps.auth.handler(
    new Request(url, { method: 'POST', headers, body: JSON.stringify(input) }),
  )
  if (response.ok) await forgiveSignIn(deps, address, input.email)
  return response.ok ? withoutToken(response) : refusal(response)
}

async function answer(request: Request, deps: HttpDeps): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '')
  const endpoint = `${request.method} ${path}`
  if (!AUTH_ENDPOINTS.some((one) => one === endpoint)) throw new NotFoundError('What this address names')
  const url = `${originOf(request, deps.baseUrl)}/api/auth${path}`
  if (request.method === 'POST') requireSameOrigin(request, deps.baseUrl)
  if (path === '/sign-in/email') return signIn(request, url, deps)
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  const body = request.method === 'POST' ? '{}' : undefined
  return withoutToken(await deps.auth.handler(new Request(url, { method: request.method, headers, body })))
}

/** Hands the few allowed requests on to better-auth, with our origin check and our limit on tries before it. */
export async function handleAuth(request: Request, deps: HttpDeps = defaultDeps()): Promise<Response> {
  try {
    const response = await answer(request, deps)
    response.headers.set('cache-control', 'no-store')
    return response
  } catch (error) {
    return errorResponse(error, randomUUID())
  }
}
