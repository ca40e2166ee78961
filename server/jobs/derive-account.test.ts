import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EventRuleRecord } from '#server/domain/records/event-rule-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { markDeleted, saveResources } from '#server/store/save-resources.ts'
import { NOW } from '#server/testing/factories.ts'
import { largeAccount, largeAccountIds, seedLargeEstate } from '#server/testing/seed/large-estate.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { deriveAccount, workOutAccount } from './derive-account.ts'

const FUNCTIONS = 24
const [ONE = '', OTHER = ''] = largeAccountIds(2)
let db: Awaited<ReturnType<typeof createTestDatabase>>
let minutes = 0

beforeAll(async () => {
  db = await createTestDatabase()
  await seedLargeEstate(db.pool, { accounts: 2, functions: FUNCTIONS * 2, nowMs: NOW })
})
afterAll(() => db.drop())

const later = () => {
  minutes += 1
  return new Date(NOW + minutes * 60_000)
}
const derive = (accountId = ONE) => workOutAccount(db.pool, accountId, later())
const save = (...records: ResourceRecord[]) => saveResources(db.pool, records, { id: null, now: later() })
const records = largeAccount(ONE, FUNCTIONS)
const named = <R extends ResourceRecord>(kind: R['kind'], name: string): R => {
  const found = records.find((record) => record.kind === kind && record.name === name)
  if (!found) throw new Error(`${kind} ${name}`)
  return found as R
}
const rule = (name: string) => named<EventRuleRecord>('event-rule', name)
const fn = (name: string) => named<FunctionRecord>('function', name)
const stored = (name: string, accountId = ONE) =>
  db.prisma.resource.findFirstOrThrow({
    where: { kind: 'function', name, accountId },
    include: { insight: true, triggers: { orderBy: { id: 'asc' } } },
  })

describe('what is worked out of an account', () => {
  test('is stored for lists, with triggers and reach, and nothing is loaded when nothing changed', async () => {
    const worker = createWorker(db, { clock: () => NOW })
    await worker.run(deriveAccount, { accountId: ONE })
    await worker.run(deriveAccount, { accountId: OTHER })
    const open = await stored('fn-0-orders')
    expect(open.derived).toMatchObject({
      reach: 'internet',
      reachCertainty: 'certain',
      triggers: 3,
      triggerKinds: ['api', 'event-rule', 'url'],
      owner: 'team-0',
      env: 'prod',
      criticality: 'high',
    })
    expect(open.triggers.map((one) => [one.kind, one.audience])).toEqual(
      expect.arrayContaining([
        ['api', 'internet'],
        ['url', 'internet'],
        ['event-rule', 'account'],
      ]),
    )
    expect(open.triggers.find((one) => one.kind === 'event-rule')?.sourceId).not.toBeNull()
    expect((await stored('fn-1-billing')).derived).toMatchObject({
      reach: 'account',
      triggerKinds: ['s3', 'sqs'],
    })
    expect(await derive()).toMatchObject({ looked: false })
  })

  test('only what depends on a change is worked out again', async () => {
    await save({ ...rule('rule-3'), state: known('DISABLED') })
    expect(await derive()).toMatchObject({ looked: true, principals: 0, functions: 1 })
    const [trigger] = (await stored('fn-3-media')).triggers.filter((one) => one.kind === 'event-rule')
    expect(trigger).toMatchObject({ live: false, goneAt: null })
    expect(await derive()).toMatchObject({ looked: false })
  })

  test('a source that goes takes its trigger along, and the trigger that comes back is the old one', async () => {
    const before = await stored('fn-9-billing')
    const without = { ...fn('fn-9-billing'), policy: known({ raw: '{}', parsed: { Statement: [] } }) }
    await save({ ...rule('rule-9'), targets: known([]) }, without)
    expect((await derive()).functions).toBe(1)
    const gone = (await stored('fn-9-billing')).triggers.find((one) => one.kind === 'event-rule')
    expect(gone?.goneAt).not.toBeNull()
    await save(rule('rule-9'), fn('fn-9-billing'))
    await derive()
    const back = (await stored('fn-9-billing')).triggers.find((one) => one.kind === 'event-rule')
    expect(back).toMatchObject({ id: gone?.id, goneAt: null, firstSeenAt: before.triggers[0]?.firstSeenAt })
  })

  test('a policy that is denied now takes nothing away', async () => {
    await save({ ...fn('fn-13-billing'), policy: denied('lambda:GetPolicy') })
    await derive()
    const now = await stored('fn-13-billing')
    expect(now.triggers.every((one) => one.goneAt === null)).toBe(true)
    expect(now.derived).toMatchObject({ reach: 'unknown' })
  })

  test('nobody is not said of a function while someone whose policies were not read may invoke it', async () => {
    const [accountId = ''] = largeAccountIds(3).slice(2)
    const own = largeAccount(accountId, 1)
    const [alone] = own.filter((one) => one.kind === 'function')
    const [role] = own.filter((one) => one.kind === 'role')
    if (!alone || !role) throw new Error('an account of one function')
    const harmless = { ...role, inlinePolicies: known([]), attachedPolicies: known([]) }
    await db.pool.query(
      `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at)
       SELECT collector, $1, region, cursor, updated_at FROM collector_cursor WHERE account_id = $2 AND collector LIKE 'sweep-%'`,
      [accountId, ONE],
    )
    const reach = async () => {
      await derive(accountId)
      return (await stored(alone.name, accountId)).derived
    }
    await save({ ...alone, policy: absent(), urls: absent() }, harmless)
    expect(await reach()).toMatchObject({ reach: 'nobody' })
    await save({ ...harmless, inlinePolicies: denied('iam:GetRolePolicy') })
    expect(await reach()).toMatchObject({ reach: 'unknown' })
    await save(harmless)
    expect(await reach()).toMatchObject({ reach: 'nobody' })
    await db.prisma.collectorCursor.updateMany({
      where: { accountId, collector: 'sweep-role' },
      data: { cursor: { brokenSince: new Date().toISOString(), denied: true } },
    })
    expect(await reach()).toMatchObject({ reach: 'unknown' })
    await db.prisma.collectorCursor.updateMany({
      where: { accountId, collector: 'sweep-role' },
      data: { cursor: {} },
    })
    expect(await reach()).toMatchObject({ reach: 'nobody' })
    await db.prisma.collectorCursor.deleteMany({ where: { accountId, collector: 'sweep-user' } })
    expect(await reach()).toMatchObject({ reach: 'unknown' })
  })

  test('labels and role levels change rows without working reach out again', async () => {
    const { id, insight } = await stored('fn-2-search')
    await db.prisma.resourceLabel.create({
      data: { resourceId: id, owner: 'payments', criticality: 'critical', setBy: 'Ada', setAt: later() },
    })
    expect(await derive()).toMatchObject({ looked: true, functions: 0 })
    const now = await stored('fn-2-search')
    expect(now.derived).toMatchObject({ owner: 'payments', criticality: 'critical', env: 'dev' })
    expect(now.insight?.computedAt).toEqual(insight?.computedAt)
    await db.prisma.resourceLabel.delete({ where: { resourceId: id } })
    await derive()
    expect((await stored('fn-2-search')).derived).toMatchObject({ owner: 'team-2', criticality: 'low' })
  })

  test("a source of another account finds the function, and that account's job is sent", async () => {
    const target = await stored('fn-4-orders', OTHER)
    await save({
      ...rule('rule-6'),
      name: 'across',
      arn: `arn:aws:events:eu-west-1:${ONE}:rule/across`,
      targets: known([{ id: '1', arn: target.arn }]),
    })
    const worker = createWorker(db, { clock: () => later().getTime() })
    await worker.run(deriveAccount, { accountId: ONE })
    expect(worker.take()).toEqual([`derive-account ${OTHER}`])
    await worker.run(deriveAccount, { accountId: OTHER })
    const { triggers } = await stored('fn-4-orders', OTHER)
    expect(triggers.find((one) => one.source.endsWith('rule/across'))).toMatchObject({ kind: 'event-rule' })
  })

  test('a function that is gone takes its triggers along', async () => {
    const scope = { accountId: ONE, region: 'eu-west-1', kind: 'function' }
    const since = later()
    await save(...records.filter((one) => one.kind === 'function' && one.name !== 'fn-6-search'))
    await markDeleted(db.pool, { ...scope, since, now: later() })
    await derive()
    const { triggers, deletedAt } = await stored('fn-6-search')
    expect(triggers.every((one) => one.goneAt?.getTime() === deletedAt?.getTime())).toBe(true)
    await save(fn('fn-6-search'))
    await derive()
    const back = await stored('fn-6-search')
    expect(back.triggers.length).toBeGreaterThan(0)
    expect(back.triggers.every((one) => one.goneAt === null)).toBe(true)
  })
})
