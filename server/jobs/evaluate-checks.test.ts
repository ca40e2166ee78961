import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { markDeleted, saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, publicFunction, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { evaluateChecks } from './evaluate-checks.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 9) + minutes * MINUTE_MS)
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() =>
  db.pool.query('TRUNCATE resource, resource_version, finding, alert, alert_entry, collector_cursor CASCADE'),
)
afterAll(() => db.drop())

const save = (minutes: number, ...records: Parameters<typeof saveResources>[1]) =>
  saveResources(db.pool, records, { id: null, now: at(minutes) })
const evaluate = (minutes: number) => evaluateChecks(db.pool, ACCOUNT, at(minutes))
const findings = async () =>
  (await db.pool.query('SELECT status FROM finding ORDER BY opened_at')).rows.map((row) => row.status)
const alerts = async () =>
  (await db.pool.query('SELECT title, state, resource_name, occurrences FROM alert ORDER BY title')).rows

it('opens a finding and an alert for what fails, and only for that', async () => {
  await save(0, publicFunction('shop'), functionRecord('quiet'))
  await evaluate(1)
  await evaluate(2)
  expect(await findings()).toEqual(['open'])
  expect(await alerts()).toEqual([
    { title: 'Function URL open to everyone: shop', state: 'firing', resource_name: 'shop', occurrences: 1 },
  ])
})

it('resolves both when the configuration is mended, and says why', async () => {
  await save(0, publicFunction('shop'))
  await evaluate(1)
  await save(5, publicFunction('shop', { urls: absent() }))
  await evaluate(6)
  expect(await findings()).toEqual(['closed'])
  expect(await alerts()).toMatchObject([{ state: 'resolved' }])
  const { rows } = await db.pool.query("SELECT text FROM alert_entry WHERE kind = 'resolved'")
  expect(rows).toEqual([{ text: 'The configuration no longer shows it.' }])
})

it('leaves both alone when nobody could look any more', async () => {
  await save(0, publicFunction('shop'))
  await evaluate(1)
  await save(5, publicFunction('shop', { urls: denied('lambda:ListFunctionUrlConfigs') }))
  await evaluate(6)
  await save(7, publicFunction('shop', { policy: denied('lambda:GetPolicy') }))
  await evaluate(8)
  expect(await findings()).toEqual(['open'])
  expect(await alerts()).toMatchObject([{ state: 'firing' }])
})

it('resolves what was deleted', async () => {
  await save(0, publicFunction('shop'))
  await evaluate(1)
  await markDeleted(db.pool, {
    accountId: ACCOUNT,
    region: REGION,
    kind: 'function',
    since: at(2),
    now: at(2),
  })
  await evaluate(3)
  expect(await findings()).toEqual(['closed'])
  expect(await alerts()).toMatchObject([{ state: 'resolved' }])
})

it('goes through every page of a large account, and of another account does nothing', async () => {
  const many = Array.from({ length: 1100 }, (_, i) => publicFunction(`f${i}`))
  await save(0, ...many, publicFunction('foreign', { accountId: '999988887777' }))
  await evaluate(1)
  expect(await findings()).toHaveLength(1100)
  await save(5, publicFunction('f7', { urls: absent() }))
  await evaluate(6)
  expect((await findings()).filter((status) => status === 'closed')).toHaveLength(1)
})

it('takes a record that it cannot read for unknown', async () => {
  await save(0, functionRecord('odd', { memoryMb: known(1) }), publicFunction('shop'))
  await db.pool.query("UPDATE resource_version SET record = record - 'urls' WHERE record->>'name' = 'odd'")
  await evaluate(1)
  expect(await alerts()).toMatchObject([{ resource_name: 'shop' }])
})
