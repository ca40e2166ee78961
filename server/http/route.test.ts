import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createToken } from '#server/services/tokens/create-token.ts'
import { revokeToken } from '#server/services/tokens/revoke-token.ts'
import { updateUser } from '#server/services/users/update-user.ts'
import { makeActor, makeContext } from '#server/testing/factories.ts'
import { createTestUser, makeDeps, makeRequest, ORIGIN } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import type { HttpDeps } from './context.ts'
import { defineRoute, handleRoute } from './route.ts'
import { listAccountsRoute } from './routes/accounts.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let deps: HttpDeps

beforeAll(async () => {
  database = await createTestDatabase()
  deps = makeDeps(database)
})
afterAll(() => database.drop())

const echo = defineRoute({
  method: 'POST',
  path: '/echo/{id}',
  summary: 'Gives back what it got',
  role: 'public',
  params: z.object({ id: z.coerce.number().int() }),
  query: z.object({ n: z.coerce.number().max(10).default(1) }),
  body: z.object({ text: z.string().max(20) }),
  response: z.unknown(),
  handler: ({ params, query, body }) => ({ ...params, ...query, ...body }),
})
const send = (path: string, init: Parameters<typeof makeRequest>[1], id = '7') =>
  handleRoute(echo, makeRequest(path, { method: 'POST', ...init }), { id }, deps)

describe('the adapter', () => {
  test('parses parameters, query and body', async () => {
    const response = await send('/echo/7?n=3', { json: { text: 'hi' } })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ id: 7, n: 3, text: 'hi' })
  })

  test.each([
    ['a bad query', '/echo/7?n=99', { json: { text: 'hi' } }, 'n: '],
    ['a bad body', '/echo/7', { json: { text: 1 } }, 'text: '],
    [
      'a body that is not JSON',
      '/echo/7',
      { body: '{', headers: { 'content-type': 'application/json' } },
      'not JSON',
    ],
    [
      'a form',
      '/echo/7',
      { body: 'text=hi', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'application/json',
    ],
    ['a NUL in the query', '/echo/7?n=1%00', { json: { text: 'hi' } }, 'NUL'],
    ['a NUL in the body', '/echo/7', { json: { text: 'a\0' } }, 'NUL'],
  ])('answers 400 to %s', async (_, path, init, text) => {
    const response = await send(path, init)
    expect(response.status).toBe(400)
    expect((await response.json()).error.message).toContain(text)
  })

  test('answers 404 to an address that names nothing', async () => {
    expect((await send('/echo/x', { json: { text: 'hi' } }, 'x')).status).toBe(404)
  })

  test('answers 413 to a large body, whatever its length says', async () => {
    const body = JSON.stringify({ text: randomBytes(70_000).toString('hex') })
    expect((await send('/echo/7', { body, headers: { 'content-type': 'application/json' } })).status).toBe(
      413,
    )
  })

  test('does not repeat the value that was wrong', async () => {
    const response = await send('/echo/7', { json: { text: 'a secret that is longer than twenty' } })
    expect(await response.text()).not.toContain('secret')
  })
})

describe('an API token', () => {
  const call = (authorization: string) =>
    handleRoute(
      listAccountsRoute,
      new Request(`${ORIGIN}/api/v1/accounts`, { headers: { authorization } }),
      {},
      deps,
    )

  async function make(role: 'viewer' | 'admin' = 'viewer') {
    const user = await createTestUser(database, 'admin')
    const actor = makeActor('admin', { userId: user.id })
    const context = { ...makeContext(database, 'admin', Date.now()), actor }
    return { user, context, ...(await createToken(context, { name: 'ci', role, expiresInDays: 1 })) }
  }

  test('signs its owner in, is kept as a hash alone, and notes its use', async () => {
    const { token, row } = await make()
    expect(token).toMatch(/^slt_[\w-]{43}$/)
    expect((await call(`Bearer ${token}`)).status).toBe(200)
    const stored = await database.prisma.apiToken.findUniqueOrThrow({ where: { id: row.id } })
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(stored.lastUsedAt).not.toBeNull()
  })

  test.each(['Bearer slt_unknown0000000000000000000', 'Bearer x', 'Basic eDp5', ''])(
    'that is not ours (%s) is refused',
    async (authorization) => {
      expect((await call(authorization)).status).toBe(401)
    },
  )

  test('ends when it is revoked, when it expires and when its owner is disabled', async () => {
    const revoked = await make()
    await revokeToken(revoked.context, { id: revoked.row.id })
    expect((await call(`Bearer ${revoked.token}`)).status).toBe(401)
    const { token } = await make()
    const later = { ...deps, clock: () => Date.now() + 2 * 86_400_000 }
    const request = new Request(`${ORIGIN}/api/v1/accounts`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect((await handleRoute(listAccountsRoute, request, {}, later)).status).toBe(401)
    const orphan = await make()
    await updateUser(orphan.context, { id: orphan.user.id, disabled: true })
    expect((await call(`Bearer ${orphan.token}`)).status).toBe(401)
  })

  test('falls with its owner’s role, needs no origin, and cannot make another', async () => {
    const { token, user, context } = await make('admin')
    const post = () =>
      handleRoute(
        echoAdmin,
        new Request(`${ORIGIN}/x`, { method: 'POST', headers: { authorization: `Bearer ${token}` } }),
        {},
        deps,
      )
    expect((await post()).status).toBe(200)
    await updateUser(context, { id: user.id, role: 'viewer' })
    expect((await post()).status).toBe(403)
    await expect(
      createToken(
        { ...context, actor: makeActor('admin', { tokenId: 't' }) },
        { name: 'x', role: 'viewer', expiresInDays: 1 },
      ),
    ).rejects.toThrow('cannot make')
    await expect(
      createToken(makeContext(database, 'viewer'), { name: 'x', role: 'admin', expiresInDays: 1 }),
    ).rejects.toThrow('above')
  })
})

const echoAdmin = defineRoute({
  method: 'POST',
  path: '/x',
  summary: 'For administrators',
  role: 'admin',
  response: z.unknown(),
  handler: () => ({ done: true }),
})
