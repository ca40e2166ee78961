import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ConflictError, ForbiddenError } from '#server/errors.ts'
import { makeContext } from '#server/testing/factories.ts'
import { makeDeps, signIn } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createSetupToken, needsSetUp } from './create-setup-token.ts'
import { DEMO_EMAIL, ensureDemoUser } from './ensure-demo-user.ts'
import { setUp } from './set-up.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const person = { name: 'Ada', email: 'Ada@Example.com', password: 'a long password' }
const nobody = () => makeContext(database, null)

describe('first set-up', () => {
  test('makes an administrator who can sign in, once', async () => {
    expect(await needsSetUp({ store: database })).toBe(true)
    const token = await createSetupToken({ store: database, clock: Date.now })
    expect(await setUp(nobody(), { ...person, token })).toMatchObject({
      email: 'ada@example.com',
      role: 'admin',
    })
    expect((await signIn(makeDeps(database), person.email, person.password)).status).toBe(200)
    await expect(setUp(nobody(), { ...person, email: 'eve@example.com', token })).rejects.toThrow(
      ForbiddenError,
    )
    await expect(createSetupToken({ store: database, clock: Date.now })).rejects.toThrow(ConflictError)
    expect(await needsSetUp({ store: database })).toBe(false)
  })

  test('refuses a wrong token and an earlier one, and keeps none of them in clear', async () => {
    const old = await createSetupToken({ store: database, clock: Date.now })
    const token = await createSetupToken({ store: database, clock: Date.now })
    for (const wrong of [old, 'x'.repeat(32)])
      await expect(setUp(nobody(), { ...person, token: wrong })).rejects.toThrow(ForbiddenError)
    expect(JSON.stringify(await database.prisma.setupToken.findMany())).not.toContain(token)
  })

  test('makes one administrator when two use the link at the same moment', async () => {
    const token = await createSetupToken({ store: database, clock: Date.now })
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((name) => setUp(nobody(), { ...person, email: `${name}@example.com`, token })),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    expect(await database.prisma.authUser.count()).toBe(1)
  })
})

describe("the demo's user", () => {
  test('can sign in with the password of the newest start', async () => {
    const first = await ensureDemoUser({ store: database, clock: Date.now })
    const second = await ensureDemoUser({ store: database, clock: Date.now })
    expect(first.password).not.toBe(second.password)
    const deps = makeDeps(database)
    expect((await signIn(deps, DEMO_EMAIL, first.password)).status).toBe(401)
    expect((await signIn(deps, DEMO_EMAIL, second.password)).status).toBe(200)
    expect(await database.prisma.authUser.count()).toBe(1)
  })
})
