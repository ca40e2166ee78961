import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import { denied, type Field, failed, known } from '#server/domain/field.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { saveLastAccessed } from './save-last-accessed.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE role_last_accessed'))
afterAll(() => db.drop())

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour))
const roleArn = 'arn:aws:iam::111122223333:role/orders'
const used: LastAccessedService[] = [
  {
    service: 's3',
    lastAccessedAt: at(1).toISOString(),
    actions: [{ action: 'ListBucket', lastAccessedAt: null }],
  },
]
const save = (services: Field<LastAccessedService[]>, hour: number) =>
  saveLastAccessed(db.pool, '111122223333', [{ roleArn, services }], at(hour))
const stored = async () => (await db.pool.query('SELECT * FROM role_last_accessed ORDER BY role_arn')).rows

it('keeps the newest report of each role', async () => {
  await save(known([]), 1)
  await save(known(used), 2)
  expect(await stored()).toEqual([
    { role_arn: roleArn, account_id: '111122223333', body: known(used), generated_at: at(2) },
  ])
})

it('says that nobody could look where nothing is known', async () => {
  await save(failed('IAM did not make the report in time'), 1)
  await save(denied('iam:GenerateServiceLastAccessedDetails'), 2)
  expect(await stored()).toMatchObject([{ body: { state: 'denied' }, generated_at: at(2) }])
})

it('keeps what is known, with its time, when nobody can look any more', async () => {
  await save(known(used), 1)
  await save(denied('iam:GenerateServiceLastAccessedDetails'), 2)
  expect(await stored()).toMatchObject([{ body: { state: 'known' }, generated_at: at(1) }])
})

it('takes a role twice in one batch, no role at all, and hostile text', async () => {
  await saveLastAccessed(db.pool, '1', [], at(1))
  const hostile: LastAccessedService[] = [{ service: '\u0000<b>\ud800', lastAccessedAt: null, actions: [] }]
  const roles = [known([]), known(hostile)].map((services) => ({ roleArn: `${roleArn}\u0000`, services }))
  await saveLastAccessed(db.pool, '1', roles, at(1))
  expect(await stored()).toMatchObject([{ body: { value: [{ service: '\u2400<b>\ufffd' }] } }])
})
