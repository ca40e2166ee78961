import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { inTransaction } from './in-transaction.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

test('a connection that breaks between two statements fails the work alone', async () => {
  const work = inTransaction(db.pool, async (client) => {
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
    const broken = new Promise((resolve) => client.once('end', resolve))
    await db.pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0].pid])
    await broken
    await client.query('SELECT 1')
  })
  await expect(work).rejects.toThrow()
  expect((await db.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})
