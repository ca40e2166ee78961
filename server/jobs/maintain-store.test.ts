import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import { makeReject } from '#server/domain/trail/reject.ts'
import { saveRejects } from '#server/store/save-rejects.ts'
import { ACCOUNT_ID, NOW } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { maintainStore } from './maintain-store.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

it('forgets what was kept aside, and not seen again, for as long as events are kept', async () => {
  const keep = (place: string, daysAgo: number) =>
    saveRejects(
      db.pool,
      [makeReject(place, 'broken-json', 'Not valid JSON.')],
      { source: 'file', accountId: ACCOUNT_ID },
      new Date(NOW - daysAgo * DAY_MS),
    )
  for (const daysAgo of [31, 29]) await keep(`${daysAgo} days ago`, daysAgo)
  await keep('again and again', 40)
  await keep('again and again', 1)
  const env = { SIGHTLINE_EVENT_RETENTION_DAYS: '30' }
  await createWorker(db, { clock: () => NOW, env }).run(maintainStore, {})
  const { rows } = await db.pool.query('SELECT place, count FROM trail_reject ORDER BY place')
  expect(rows).toEqual([
    { place: '29 days ago', count: 1 },
    { place: 'again and again', count: 2 },
  ])
})
