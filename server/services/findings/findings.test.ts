import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { evaluateChecks } from '#server/jobs/evaluate-checks.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT_ID, makeContext, NOW } from '#server/testing/factories.ts'
import { publicFunction } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { assignFinding, commentFinding } from './change-finding.ts'
import { getFinding } from './get-finding.ts'
import { listFindings } from './list-findings.ts'
import { listFindingsQuery } from './schema.ts'

const CHECK = 'function-url-public'
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE resource, finding, alert, collector_cursor, check_tally CASCADE')
  const records = [
    publicFunction('shop', { description: known("'; DROP TABLE finding; --") }),
    publicFunction('100%_\\'),
  ]
  await saveResources(db.pool, records, { id: null, now: new Date(NOW - DAY_MS) })
  await evaluateChecks(db.pool, ACCOUNT_ID, new Date(NOW))
})
afterAll(() => db.drop())

const list = (query: object) =>
  listFindings(makeContext(db, 'viewer', NOW), listFindingsQuery.parse({ check: CHECK, ...query }))
const names = async (query: object) => (await list(query)).items.map((row) => row.resourceName).sort()
const ofShop = async () => (await list({ q: 'name:shop' })).items[0]?.id ?? ''

it.each([
  ['a word', { q: 'shop' }, ['shop']],
  ['wildcards of LIKE, taken literally', { q: '100%_\\' }, ['100%_\\']],
  ['a quote that would end a text', { q: "' OR TRUE --" }, []],
  ['a term of commas alone', { q: 'severity:,,' }, ['100%_\\', 'shop']],
  ['a term that leaves out', { q: '-name:shop' }, ['100%_\\']],
  ['a framework that is not there', { framework: "x'" }, []],
  ['the function that they are about', { function: publicFunction('shop').arn }, ['shop']],
])('lists findings by %s', async (_, query, expected) => {
  expect(await names(query)).toEqual(expected)
})

it('shows a finding of a record that its check can no longer read', async () => {
  const id = await ofShop()
  expect((await getFinding(makeContext(db, 'viewer', NOW), { id })).remediation).toMatchObject({
    text: expect.any(String),
  })
  await db.pool.query("UPDATE resource_version SET record = record - 'urls' - 'policy'")
  expect(await getFinding(makeContext(db, 'viewer', NOW), { id })).toMatchObject({
    row: { state: 'open' },
    remediation: null,
  })
})

it('is assigned and commented on by responders, and by nobody who may only look', async () => {
  const id = await ofShop()
  const viewer = makeContext(db, 'viewer', NOW)
  await expect(async () => commentFinding(viewer, { id, text: 'mine' })).rejects.toThrow()
  await expect(async () => assignFinding(viewer, { id, assigneeId: null })).rejects.toThrow()
  const responder = makeContext(db, 'responder', NOW)
  await expect(assignFinding(responder, { id, assigneeId: 'nobody' })).rejects.toThrow('no such active user')
  await commentFinding(responder, { id, text: '<b>looked at</b>' })
  expect((await getFinding(viewer, { id })).entries.map(({ kind, text }) => ({ kind, text }))).toContainEqual(
    {
      kind: 'commented',
      text: '<b>looked at</b>',
    },
  )
})
