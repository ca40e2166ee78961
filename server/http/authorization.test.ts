import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasRole, USER_ROLES, type UserRole } from '#server/domain/user-role.ts'
import { cookieOf, createTestUser, makeDeps, makeRequest, signIn } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import type { HttpDeps } from './context.ts'
import { handleRoute, type Route } from './route.ts'
import { openApiRoute } from './routes/document.ts'
import { ROUTES } from './routes/index.ts'
import { metricsRoute } from './routes/operations.ts'

const ALL: Route[] = [...ROUTES, openApiRoute, metricsRoute]
const APP = join(import.meta.dirname, '../../app')

function routeFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return routeFiles(join(dir, entry.name))
    return entry.name === 'route.ts' ? [join(dir, entry.name)] : []
  })
}

function send(route: Route, deps: HttpDeps, cookie?: string): Promise<Response> {
  const path = route.path.replace('{id}', '00000000-0000-7000-8000-000000000000')
  const request = makeRequest(path, {
    method: route.method,
    ...(route.method === 'GET' ? {} : { json: {} }),
    headers: cookie ? { cookie } : {},
  })
  return handleRoute(route, request, { id: '00000000-0000-7000-8000-000000000000' }, deps)
}

let database: Awaited<ReturnType<typeof createTestDatabase>>
let deps: HttpDeps
const cookies = new Map<UserRole, string>()

beforeAll(async () => {
  process.env.SIGHTLINE_SECRET ??= 'a secret of the tests, longer than 32 characters'
  database = await createTestDatabase()
  deps = makeDeps(database)
  for (const role of USER_ROLES) {
    const user = await createTestUser(database, role)
    cookies.set(role, cookieOf(await signIn(deps, user.email)))
  }
})
afterAll(() => database.drop())

describe('every handler under app', () => {
  const open = ['healthz', 'readyz', 'api/auth/[...all]']

  test.each(routeFiles(APP).map((file) => file.slice(APP.length + 1).replace('/route.ts', '')))(
    '%s has a rule',
    (path) => {
      if (open.includes(path)) return
      const source = readFileSync(join(APP, path, 'route.ts'), 'utf8')
      const methods = [
        ...source.matchAll(/export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)/g),
      ].map((match) => match[1])
      const address = `/${path.replace(/\[(\w+)\]/g, '{$1}')}`
      expect(methods.length).toBeGreaterThan(0)
      for (const method of methods) {
        expect(ALL.filter((route) => route.path === address && route.method === method)).toHaveLength(1)
      }
      expect(source).toContain('toHandler(')
    },
  )

  test.each(ALL.map((route) => [route.method, route.path] as const))('%s %s is served', (_, path) => {
    const file = join(APP, path.replace(/\{(\w+)\}/g, '[$1]'), 'route.ts')
    expect(routeFiles(APP)).toContain(file)
  })
})

describe.each(ALL.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
  '$name',
  ({ route }) => {
    const needed = route.role
    if (needed === 'public') {
      test('is open: it checks its own one-time token', async () => {
        expect((await send(route, deps)).status).toBe(400)
      })
      return
    }

    test('refuses nobody with 401', async () => {
      const response = await send(route, deps)
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } })
      expect(response.headers.get('cache-control')).toBe('no-store')
    })

    test.each(USER_ROLES)('decides for %s', async (role) => {
      const { status } = await send(route, deps, cookies.get(role))
      if (hasRole(role, needed)) expect([200, 201, 204, 400, 404, 409]).toContain(status)
      else expect(status).toBe(403)
    })

    if (route.method !== 'GET') {
      test('refuses a request from another site with 403', async () => {
        const cookie = cookies.get('admin') ?? ''
        const foreign: Record<string, string>[] = [
          { origin: 'https://evil.example' },
          { 'sec-fetch-site': 'cross-site' },
          { origin: 'null' },
        ]
        for (const headers of foreign) {
          const request = makeRequest(route.path, {
            method: route.method,
            json: {},
            headers: { cookie, ...headers },
          })
          expect((await handleRoute(route, request, { id: '1' }, deps)).status).toBe(403)
        }
      })
    }
  },
)
