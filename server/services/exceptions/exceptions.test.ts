import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { evaluateChecks } from '#server/jobs/evaluate-checks.ts'
import { watchExceptions } from '#server/jobs/watch-exceptions.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT_ID, makeContext, NOW } from '#server/testing/factories.ts'
import { publicFunction } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createException, endException, renewException } from './change-exceptions.ts'
import { listExceptions } from './list-exceptions.ts'
import { previewException } from './preview-exception.ts'
import { type ExceptionSelector, exceptionSelector } from './schema.ts'

const CHECK = 'function-url-public'
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE resource, exception, finding, alert, collector_cursor, check_tally CASCADE')
  await db.prisma.awsAccount.upsert({
    where: { id: ACCOUNT_ID },
    create: { id: ACCOUNT_ID, name: 'shop' },
    update: {},
  })
  const tags = (team: string) => ({ tags: known({ team }) })
  const records = [
    publicFunction('shop-a', tags('shop')),
    publicFunction('shop-b', tags('shop')),
    publicFunction('bill', tags('billing')),
  ]
  await saveResources(db.pool, records, { id: null, now: new Date(NOW - DAY_MS) })
  await evaluateChecks(db.pool, ACCOUNT_ID, new Date(NOW))
})
afterAll(() => db.drop())

const at = (days: number) => makeContext(db, 'reviewer', NOW + days * DAY_MS)
const selectorOf = (parts: Partial<ExceptionSelector>): ExceptionSelector =>
  exceptionSelector.parse({ checks: [CHECK], ...parts })
const create = (parts: Partial<ExceptionSelector>, days = 90) =>
  createException(at(0), {
    selector: selectorOf(parts),
    reason: 'Agreed with the board.',
    approver: 'Ada',
    days,
  })
const excepted = async () =>
  (
    await db.pool.query(
      "SELECT r.name FROM finding f JOIN resource r ON r.id = f.resource_id WHERE f.status = 'excepted' AND f.check_id = $1 ORDER BY 1",
      [CHECK],
    )
  ).rows.map((row) => row.name)

describe('an exception', () => {
  it.each<[string, Partial<ExceptionSelector>, string[]]>([
    ['one resource', { resources: [publicFunction('shop-a').arn] }, ['shop-a']],
    ['a pattern', { arnPatterns: ['*:function:shop-*'] }, ['shop-a', 'shop-b']],
    ['a tag', { tags: [{ key: 'team', value: 'billing' }] }, ['bill']],
    ['an account', { accounts: [ACCOUNT_ID] }, ['bill', 'shop-a', 'shop-b']],
    ['a check everywhere', { everywhere: true }, ['bill', 'shop-a', 'shop-b']],
    ['what matches nothing', { arnPatterns: ['*:function:gone-*'] }, []],
  ])('of %s covers just what its preview said', async (_what, parts, names) => {
    const preview = await previewException(at(0), { selector: selectorOf(parts) })
    expect(preview.findings.map((row) => row.resourceName).sort()).toEqual(names)
    expect(preview.total).toBe(names.length)
    const created = await create(parts)
    expect(created.findings).toBe(names.length)
    expect(await excepted()).toEqual(names)
  })

  it('says in its preview what matches nothing, and what is wide', async () => {
    const selector = exceptionSelector.parse({
      arnPatterns: ['*gone*'],
      tags: [{ key: 'nobody', value: null }],
    })
    const { warnings } = await previewException(at(0), { selector })
    expect(warnings.join(' ')).toMatch(/gone.*nobody.*names no check/s)
  })

  it('may not be of everything', () => {
    expect(exceptionSelector.safeParse({}).success).toBe(false)
    expect(exceptionSelector.safeParse({ everywhere: true }).success).toBe(false)
  })

  it('covers what comes later too', async () => {
    await create({ arnPatterns: ['*:function:shop-*'] })
    await saveResources(db.pool, [publicFunction('shop-c')], { id: null, now: new Date(NOW + 1000) })
    await evaluateChecks(db.pool, ACCOUNT_ID, new Date(NOW + 2000))
    expect(await excepted()).toEqual(['shop-a', 'shop-b', 'shop-c'])
  })

  it('ends by itself, and what it covered is open again', async () => {
    const { id } = await create({ everywhere: true }, 30)
    await watchExceptions(db, new Date(NOW + 29 * DAY_MS))
    expect(await excepted()).toHaveLength(3)
    await watchExceptions(db, new Date(NOW + 31 * DAY_MS))
    expect(await excepted()).toEqual([])
    const ended = await listExceptions(at(31), { state: 'ended', page: 1, pageSize: 50 })
    expect(ended.items).toMatchObject([{ id, state: 'ended', endedBy: null }])
    await expect(renewException(at(31), { id, days: 90, reason: 'Again' })).rejects.toThrow('has ended')
  })

  it('reminds once, two weeks before it ends, until it is renewed', async () => {
    const { id } = await create({ everywhere: true }, 30)
    const reminders = async () =>
      (await db.pool.query("SELECT state FROM alert WHERE rule_id = 'exception-ending'")).rows.map(
        (row) => row.state,
      )
    await watchExceptions(db, new Date(NOW + 10 * DAY_MS))
    expect(await reminders()).toEqual([])
    await watchExceptions(db, new Date(NOW + 20 * DAY_MS))
    await watchExceptions(db, new Date(NOW + 21 * DAY_MS))
    expect(await reminders()).toEqual(['firing'])
    await renewException(at(21), { id, days: 90, reason: 'Still agreed with the board.' })
    await watchExceptions(db, new Date(NOW + 22 * DAY_MS))
    expect(await reminders()).toEqual(['resolved'])
  })

  it('is ended by hand, once, and keeps who did', async () => {
    const { id } = await create({ everywhere: true })
    expect(await endException(at(1), { id })).toMatchObject({ state: 'ended', endedBy: 'Ada', findings: 0 })
    expect(await excepted()).toEqual([])
    await expect(endException(at(2), { id })).rejects.toThrow('has ended')
    const { rows } = await db.pool.query('SELECT action FROM audit_entry WHERE entity_id = $1 ORDER BY id', [
      id,
    ])
    expect(rows.map((row) => row.action)).toEqual(['exception.create', 'exception.end'])
  })

  it('is no matter for a responder', async () => {
    const context = makeContext(db, 'responder')
    await expect(previewException(context, { selector: selectorOf({ everywhere: true }) })).rejects.toThrow()
  })
})
