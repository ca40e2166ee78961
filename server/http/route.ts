import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { UserRole } from '#server/domain/user-role.ts'
import { InvalidInputError, NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { parseInput } from '#server/services/parse-input.ts'
import { contextOf, defaultDeps, type HttpDeps } from './context.ts'
import { errorResponse } from './error-response.ts'
import { readJsonBody } from './read-body.ts'
import { observeRequest } from './request-metrics.ts'
import { requireSameOrigin } from './same-origin.ts'

type Output<S> = S extends z.ZodType ? z.output<S> : undefined
type Input<Q, B, P> = {
  context: Context
  query: Output<Q>
  body: Output<B>
  params: Output<P>
  request: Request
  /** Whether who asked may still ask this: for answers that take long. Never throws. */
  stillAllowed: () => Promise<boolean>
}

export type RouteSpec<Q, B, P> = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With parameters in braces: /api/v1/functions/{id}. */
  path: string
  summary: string
  role: 'public' | UserRole
  query?: Q
  body?: B
  params?: P
  /** Shape of the answer; null for 204. */
  response: z.ZodType | null
  status?: 201
  /** Media types of the answer where it is not JSON alone. */
  also?: 'text/csv' | readonly ('text/csv' | 'application/x-ndjson')[]
  /** Media type instead of JSON: an answer that goes on, each message of which has the shape. */
  streams?: 'text/event-stream'
  handler: (input: Input<Q, B, P>) => unknown
}

type Schema = z.ZodType | undefined

/** A route whose types are settled: what the registry, the document and the adapter see. */
export type Route = Omit<RouteSpec<Schema, Schema, Schema>, 'handler'> & {
  run: (parts: {
    context: Context
    query: unknown
    body: unknown
    params: unknown
    request: Request
    stillAllowed?: () => Promise<boolean>
  }) => Promise<unknown>
}

/** One API route: how it is called, who may, what it takes and gives. */
export function defineRoute<
  Q extends Schema = undefined,
  B extends Schema = undefined,
  P extends Schema = undefined,
>(spec: RouteSpec<Q, B, P>): Route {
  const { handler, ...rest } = spec
  const read = <S extends Schema>(schema: S, value: unknown) =>
    (schema ? parseInput(schema, value) : undefined) as Output<S>
  const run: Route['run'] = async ({ context, query, body, params, request, stillAllowed }) => {
    if (spec.params && !spec.params.safeParse(params).success)
      throw new NotFoundError('What this address names')
    return handler({
      context,
      request,
      stillAllowed: stillAllowed ?? (async () => false),
      params: read(spec.params as P, params),
      query: read(spec.query as Q, query),
      body: read(spec.body as B, body),
    })
  }
  return { ...rest, run }
}

function queryOf(request: Request): Record<string, string> {
  const search = new URL(request.url).searchParams
  const query = Object.fromEntries(search)
  if (Object.values(query).some((value) => value.includes('\0')))
    throw new InvalidInputError('A NUL character is not allowed.')
  return query
}

/** Asks again whose request it is: a session may have ended since, a token been revoked, a role been taken away. */
function stillAllowedOf(route: Route, request: Request, deps: HttpDeps): () => Promise<boolean> {
  const asked = { headers: new Headers(request.headers) }
  return async () => {
    try {
      const { context } = await contextOf(asked, deps, { rollOn: false })
      if (route.role !== 'public') authorise(context, route.role)
      return true
    } catch {
      return false
    }
  }
}

async function answer(route: Route, request: Request, params: unknown, deps: HttpDeps): Promise<Response> {
  const { context, byCookie, setCookies } = await contextOf(request, deps)
  try {
    const changes = route.method !== 'GET'
    if (route.role !== 'public') authorise(context, route.role)
    if (changes && byCookie) requireSameOrigin(request, deps.baseUrl)
    const body = changes && route.body ? await readJsonBody(request) : undefined
    const stillAllowed = stillAllowedOf(route, request, deps)
    const result = await route.run({ context, request, params, query: queryOf(request), body, stillAllowed })
    const response =
      result instanceof Response
        ? result
        : result === undefined
          ? new Response(null, { status: 204 })
          : Response.json(result, { status: route.status ?? 200 })
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
    response.headers.set('x-request-id', context.requestId)
    for (const cookie of setCookies) response.headers.append('set-cookie', cookie)
    return response
  } catch (error) {
    return errorResponse(error, context.requestId)
  }
}

/** Runs one request through a route; never throws. */
export async function handleRoute(
  route: Route,
  request: Request,
  params: unknown,
  deps?: HttpDeps,
): Promise<Response> {
  const beganMs = performance.now()
  let response: Response
  try {
    response = await answer(route, request, params, deps ?? defaultDeps())
  } catch (error) {
    response = errorResponse(error, randomUUID())
  }
  observeRequest(route.method, route.path, response.status, performance.now() - beganMs)
  return response
}

/** The Next.js handler of a route. */
export function toHandler(route: Route) {
  return async (request: Request, { params }: { params: Promise<unknown> }): Promise<Response> =>
    handleRoute(route, request, await params)
}
