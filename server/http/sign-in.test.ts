import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateUser } from '#server/services/users/update-user.ts'
import { makeContext } from '#server/testing/factories.ts'
import { cookieOf, createTestUser, makeDeps, makeRequest, PASSWORD, signIn } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { handleAuth } from './auth-gate.ts'
import type { HttpDeps } from './context.ts'
import { handleRoute } from './route.ts'
import { getStatusRoute } from './routes/general.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let deps: HttpDeps

beforeAll(async () => {
  database = await createTestDatabase()
  deps = makeDeps(database)
  await createTestUser(database, 'admin', 'first@example.com')
})
afterAll(() => database.drop())

const statusWith = async (cookie: string) =>
  (await handleRoute(getStatusRoute, makeRequest('/api/v1/status', { headers: { cookie } }), {}, deps)).status

describe('signing in', () => {
  test('sets an HttpOnly cookie of our own name and keeps the token out of the answer', async () => {
    const user = await createTestUser(database, 'viewer')
    const response = await signIn(deps, user.email.toUpperCase(), PASSWORD, {
      'x-forwarded-for': '192.0.2.1',
    })
    expect(response.status).toBe(200)
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^sightline-[0-9a-f]{6}\.session_token=.*Max-Age=43200.*HttpOnly.*SameSite=Lax/)
    expect(await response.json()).not.toHaveProperty('token')
    expect(await statusWith(cookieOf(response))).toBe(200)
  })

  test.each([
    ['a wrong password', 'first@example.com', 'not the password'],
    ['an unknown e-mail', 'nobody@example.com', PASSWORD],
  ])('is refused for %s with the same words', async (_, email, password) => {
    const response = await signIn(deps, email, password, { 'x-forwarded-for': '192.0.2.2' })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      error: { code: 'unauthenticated', message: 'E-mail or password is not right.' },
    })
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test('signing out ends the session', async () => {
    const user = await createTestUser(database, 'viewer')
    const cookie = cookieOf(await signIn(deps, user.email))
    expect(
      (await handleAuth(makeRequest('/api/auth/sign-out', { method: 'POST', headers: { cookie } }), deps))
        .status,
    ).toBe(200)
    expect(await statusWith(cookie)).toBe(401)
  })

  test('a session that is used rolls on, and so does its cookie', async () => {
    const user = await createTestUser(database, 'viewer')
    const cookie = cookieOf(await signIn(deps, user.email))
    const soon = new Date(Date.now() + 3_600_000)
    await database.prisma.authSession.updateMany({ where: { userId: user.id }, data: { expiresAt: soon } })
    const request = makeRequest('/api/v1/status', { headers: { cookie } })
    const response = await handleRoute(getStatusRoute, request, {}, deps)
    expect(response.headers.getSetCookie().join()).toContain('Max-Age=43200')
    const session = await database.prisma.authSession.findFirstOrThrow({ where: { userId: user.id } })
    expect(session.expiresAt.getTime()).toBeGreaterThan(soon.getTime())
  })

  test('a session that has ended is nobody', async () => {
    const user = await createTestUser(database, 'viewer')
    const cookie = cookieOf(await signIn(deps, user.email))
    await database.prisma.authSession.updateMany({
      where: { userId: user.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    })
    expect(await statusWith(cookie)).toBe(401)
  })

  test('a cookie of another signature is nobody', async () => {
    const user = await createTestUser(database, 'viewer')
    const cookie = cookieOf(await signIn(deps, user.email))
    expect(await statusWith(cookie.replace(/=(.)/, (_, c) => (c === 'a' ? '=b' : '=a')))).toBe(401)
  })

  test('a disabled user loses every session and cannot sign in again', async () => {
    const user = await createTestUser(database, 'responder')
    const cookie = cookieOf(await signIn(deps, user.email))
    await updateUser(makeContext(database), { id: user.id, disabled: true })
    expect(await statusWith(cookie)).toBe(401)
    expect((await signIn(deps, user.email)).status).toBe(401)
    expect(await database.prisma.authSession.count({ where: { userId: user.id } })).toBe(0)
  })

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused from %s', async (_, headers) => {
    expect((await signIn(deps, 'first@example.com', PASSWORD, headers)).status).toBe(403)
  })
})

describe('the rest of better-auth', () => {
  test.each([
    'POST /sign-up/email',
    'POST /update-user',
    'POST /change-password',
    'GET /list-sessions',
    'GET /error',
    'GET /ok',
    'POST /sign-in/social',
    'GET /sign-out',
  ])('%s does not exist', async (endpoint) => {
    const [method = '', path = ''] = endpoint.split(' ')
    const request = makeRequest(`/api/auth${path}`, { method, ...(method === 'POST' ? { json: {} } : {}) })
    expect((await handleAuth(request, deps)).status).toBe(404)
  })
})

describe('the limit on tries', () => {
  test('lets five failures a minute through for an e-mail, from whatever address', async () => {
    let now = Date.now()
    const timed = { ...deps, clock: () => now }
    const email = 'target@example.com'
    for (let i = 0; i < 5; i++)
      expect((await signIn(timed, email, 'wrong', { 'x-forwarded-for': `198.51.100.${i}` })).status).toBe(401)
    const refused = await signIn(timed, email, 'wrong', { 'x-forwarded-for': '198.51.100.99' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    now += 61_000
    expect((await signIn(timed, email, 'wrong', { 'x-forwarded-for': '198.51.100.100' })).status).toBe(401)
  })

  test('lets five failures a minute through for an address, whatever the e-mail', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' }
    for (let i = 0; i < 5; i++)
      expect((await signIn(deps, `user${i}@example.com`, 'wrong', headers)).status).toBe(401)
    expect((await signIn(deps, 'first@example.com', PASSWORD, headers)).status).toBe(429)
  })

  test('does not count sign-ins that go well', async () => {
    const user = await createTestUser(database, 'viewer')
    for (let i = 0; i < 8; i++)
      expect((await signIn(deps, user.email, PASSWORD, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(
        200,
      )
  })

  test('holds against tries at the same moment', async () => {
    const tries = Array.from({ length: 12 }, () =>
      signIn(deps, 'rush@example.com', 'wrong', { 'x-forwarded-for': '203.0.113.9' }),
    )
    const statuses = (await Promise.all(tries)).map((response) => response.status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(7)
  })
})
