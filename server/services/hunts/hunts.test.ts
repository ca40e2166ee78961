import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserRole } from '#server/domain/user-role.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { makeContext } from '#server/testing/factories.ts'
import { createTestUser } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { deleteHunt, saveHunt } from './change-hunts.ts'
import { listHunts } from './list-hunts.ts'
import { huntQueryOf, saveHuntInput } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let users: Record<UserRole, Context>

async function asUser(role: UserRole): Promise<Context> {
  const user = await createTestUser(database, role)
  const { id: userId } = await database.prisma.authUser.findUniqueOrThrow({ where: { email: user.email } })
  const context = makeContext(database, role)
  return { ...context, actor: context.actor && { ...context.actor, userId } }
}

beforeAll(async () => {
  database = await createTestDatabase()
  users = {
    viewer: await asUser('viewer'),
    responder: await asUser('responder'),
    reviewer: await asUser('reviewer'),
    admin: await asUser('admin'),
  }
})
afterAll(() => database.drop())

const save = (context: Context, name: string, shared = false, query = 'tool=console&kind=write') =>
  saveHunt(context, saveHuntInput.parse({ name, query, shared }))
const names = async (context: Context) => (await listHunts(context)).items.map(({ name }) => name)

test('one sees own hunts and shared ones, and nobody else sees what is not shared', async () => {
  await save(users.viewer, 'mine')
  await save(users.responder, 'for all', true)
  expect(await names(users.viewer)).toEqual(['for all', 'mine'])
  expect(await names(users.reviewer)).toEqual(['for all'])
  expect((await listHunts(users.viewer)).items.map(({ isOwn }) => isOwn)).toEqual([false, true])
})

test('a viewer may not share', async () => {
  await expect(save(users.viewer, 'no', true)).rejects.toThrow(ForbiddenError)
})

test('the same name replaces, and only of one owner', async () => {
  await save(users.reviewer, 'twice', false, 'q=a')
  await save(users.reviewer, 'twice', true, 'q=b')
  await save(users.viewer, 'twice', false, 'q=c')
  const { items } = await listHunts(users.viewer)
  expect(
    items
      .filter(({ name }) => name === 'twice')
      .map(({ query }) => query)
      .sort(),
  ).toEqual(['q=b', 'q=c'])
})

test('one deletes own hunts, an admin shared ones, and what is not shared does not exist for others', async () => {
  const own = await save(users.reviewer, 'own')
  const shared = await save(users.reviewer, 'shared', true)
  await expect(deleteHunt(users.admin, own)).rejects.toThrow(NotFoundError)
  await expect(deleteHunt(users.viewer, shared)).rejects.toThrow(ForbiddenError)
  await deleteHunt(users.admin, shared)
  await deleteHunt(users.reviewer, own)
  expect(await names(users.reviewer)).not.toContain('own')
  const actions = await database.prisma.auditEntry.findMany({ where: { entity: 'hunt' } })
  expect(new Set(actions.map(({ action }) => action))).toEqual(
    new Set(['hunt.create', 'hunt.replace', 'hunt.delete']),
  )
})

test('nobody keeps more than 200', async () => {
  const { actor } = users.responder
  await database.prisma.savedHunt.createMany({
    data: Array.from({ length: 200 }, (_, i) => ({ name: `n${i}`, query: '', ownerId: actor?.userId ?? '' })),
  })
  await expect(save(users.responder, 'one more')).rejects.toThrow(ConflictError)
  await save(users.responder, 'n7', true)
})

test.each([
  ['?q=a+b&peek=1&cursor=x&page=3', 'q=a+b'],
  ['tool=console&kind=write&evil=javascript:alert(1)', 'kind=write&tool=console'],
  ['range=7d&actor=arn%3Aaws%3Asts%3A%3A1%3Ax%2Fy%26z', 'actor=arn%3Aaws%3Asts%3A%3A1%3Ax%2Fy%26z&range=7d'],
  ['', ''],
])('of %j a hunt keeps %j', (search, query) => {
  expect(huntQueryOf(search)).toBe(query)
  expect(huntQueryOf(query)).toBe(query)
})
