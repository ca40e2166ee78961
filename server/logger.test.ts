import { afterAll, beforeAll, expect, it } from 'vitest'
import { serializeError } from './logger.ts'
import { createTestDatabase } from './testing/test-database.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

it('says what went wrong in the database without the row that Postgres quotes', async () => {
  await db.pool.query('CREATE TABLE kept (name text NOT NULL, note text)')
  const error = await db.pool
    .query("INSERT INTO kept VALUES (NULL, 'a secret of somebody')")
    .catch((refused: unknown) => refused)
  if (!(error instanceof Error)) throw new TypeError('the row was taken')
  const logged = serializeError(error)
  expect(logged).toMatchObject({ code: '23502', table: 'kept', column: 'name' })
  expect(JSON.stringify(error)).toContain('a secret of somebody')
  expect(JSON.stringify(logged)).not.toContain('a secret of somebody')
})
