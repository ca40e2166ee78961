import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAlert, createEvent, createFunction, makeContext } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { searchAll } from './search-all.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
  await createFunction(database, { name: 'api-orders' })
  await createFunction(database, { name: 'orders' })
  await createAlert(database, { title: 'Timeouts on orders' })
  await createAlert(database, { title: 'Old orders', state: 'resolved' })
  await createEvent(database, {
    actorName: 'orders-deploy&x',
    actorArn: 'arn:aws:iam::1:user/orders-deploy&x',
  })
})
afterAll(() => database.drop())

test('finds what begins with the text first, and open alerts only', async () => {
  const { items } = await searchAll(makeContext(database, 'viewer'), { q: 'ORDERS' })
  expect(items.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
    'function orders',
    'function api-orders',
    'alert Timeouts on orders',
    'actor orders-deploy&x',
  ])
  expect(items[3]?.href).toBe('/events?actor=arn%3Aaws%3Aiam%3A%3A1%3Auser%2Forders-deploy%26x&range=7d')
})

test.each(['%', '_', "'; DROP TABLE alert; --", '\\'])('takes %j literally', async (q) => {
  expect((await searchAll(makeContext(database, 'viewer'), { q })).items).toEqual([])
})
