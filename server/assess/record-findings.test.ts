import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '#server/store/in-transaction.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { closeFindings, type FailedFinding, openFindings } from './record-findings.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour))
let db: Awaited<ReturnType<typeof createTestDatabase>>
let resourceId = 0
beforeAll(async () => {
  db = await createTestDatabase()
  await saveResources(db.pool, [functionRecord('a')], { id: null, now: at(0) })
  resourceId = (await db.pool.query('SELECT id FROM resource')).rows[0].id
})
beforeEach(() => db.pool.query('TRUNCATE finding CASCADE'))
afterAll(() => db.drop())

const finding = (summary: string): FailedFinding => ({
  checkId: 'function-url-public',
  resourceId,
  accountId: ACCOUNT,
  region: REGION,
  functionArns: [],
  verdict: { state: 'fail', severity: 'high', summary, evidence: [{ label: 'nul', value: '\u0000' }] },
})
const open = (hour: number, summary = 'open') =>
  inTransaction(db.pool, (client) => openFindings(client, [finding(summary)], at(hour)))
const close = (hour: number) =>
  inTransaction(db.pool, (client) => closeFindings(client, [{ ...finding(''), why: 'mended' }], at(hour)))
const findings = async () => (await db.pool.query('SELECT * FROM finding ORDER BY opened_at, status')).rows

it('has one open finding a check and resource, updated while it holds', async () => {
  await Promise.all([open(1), open(1), open(1)])
  await open(2, 'still open')
  expect(await findings()).toMatchObject([
    {
      status: 'open',
      opened_at: at(1),
      last_seen_at: at(2),
      evidence: { summary: 'still open', items: [{ value: '\u2400' }] },
    },
  ])
})

it('closes it once, and opens another when it is back', async () => {
  await close(0)
  await open(1)
  await close(2)
  await close(3)
  expect(await findings()).toMatchObject([{ status: 'closed', closed_at: at(2) }])
  await open(4)
  expect((await findings()).map((row) => row.status)).toEqual(['closed', 'open'])
})
