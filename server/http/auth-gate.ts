import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { NotFoundError } from '#server/errors.ts'
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
  return response
}

async function answer(request: Request, deps: HttpDeps): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '')
  const endpoint = `${request.method} ${path}`
  if (!AUTH_ENDPOINTS.some((one) => one === endpoint)) throw new NotFoundError('What this address names')
  const url = `${originOf(request, deps.baseUrl)}/api/auth${path}`
  if (request.method === 'POST') requireSameOrigin(request, deps.baseUrl)
  if (path === '/sign-in/email') return signIn(request, url, deps)
  return deps.auth.handler(
    new Request(url, {
      method: request.method,
      headers: request.headers,
      body: request.method === 'POST' ? '{}' : undefined,
    }),
  )
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
