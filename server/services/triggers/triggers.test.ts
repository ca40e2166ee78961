import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NotFoundError } from '#server/errors.ts'
import { getFunction } from '#server/services/functions/get-function.ts'
import { getFunctionReach } from '#server/services/functions/get-function-reach.ts'
import { listFunctions } from '#server/services/functions/list-functions.ts'
import { listFunctionsQuery } from '#server/services/functions/schema.ts'
import { getOverview } from '#server/services/overview/get-overview.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { seedStore } from '#server/testing/seed-store.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getTrigger } from './get-trigger.ts'
import { listTriggers } from './list-triggers.ts'
import { listTriggersQuery } from './schema.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
  await seedStore(db, { functions: 48, days: 2, now: NOW, eventsPerDay: 20, alerts: 2 })
})
afterAll(() => db.drop())

const context = () => makeContext(db, 'viewer', NOW)
const list = (query: Record<string, unknown> = {}) => listTriggers(context(), listTriggersQuery.parse(query))

describe('the list of triggers', () => {
  test('puts the widest audience first', async () => {
    const { items, facets, total } = await list({ pageSize: 200 })
    expect(items).toHaveLength(total)
    expect(items[0]?.audience).toBe('internet')
    expect(items.at(-1)?.audience).toBe('nobody')
    expect(facets.kind.reduce((sum, one) => sum + one.count, 0)).toBe(total)
  })

  test.each([
    [{ kind: 'sqs,kinesis' }, (row: { kind: string }) => ['sqs', 'kinesis'].includes(row.kind)],
    [{ q: 'live:no' }, (row: { live: boolean | null }) => row.live === false],
    [{ q: 'sides:"source only"' }, (row: { sides: string }) => row.sides === 'source only'],
    [{ q: '-kind:sqs failures:nowhere' }, (row: { failuresVia: string }) => row.failuresVia === 'nowhere'],
    [{ accounts: '222222222222' }, (row: { accountId: string }) => row.accountId === '222222222222'],
    [{ env: 'staging' }, (row: { accountId: string }) => row.accountId === '222222222222'],
  ])('%j narrows it', async (query, holds) => {
    const { items, total } = await list({ ...query, pageSize: 200 })
    expect(total).toBeGreaterThan(0)
    expect(items.every(holds as (row: object) => boolean)).toBe(true)
  })

  test.each(['%', "'; DROP TABLE trigger; --", 'kind:nosuch'])('%s finds nothing', async (q) => {
    expect((await list({ q })).total).toBe(0)
  })

  test('shows what is gone apart', async () => {
    const [first] = (await list()).items
    await db.prisma.trigger.update({ where: { id: first?.id ?? 0 }, data: { goneAt: new Date(NOW) } })
    expect((await list({ gone: 'yes' })).items.map((row) => row.id)).toEqual([first?.id])
    await db.prisma.trigger.update({ where: { id: first?.id ?? 0 }, data: { goneAt: null } })
  })
})

describe('one trigger', () => {
  test('shows the evidence of both sides, the source and its other functions', async () => {
    const [row] = (await list({ kind: 'api', sides: 'both' })).items
    const { trigger, source, siblings } = await getTrigger(context(), { id: row?.id ?? 0 })
    expect(new Set(trigger.evidence.map((one) => one.side))).toEqual(new Set(['grant', 'source']))
    expect(source).toMatchObject({ kind: 'api', name: 'shop', record: { protocol: 'REST' } })
    expect(siblings.every((one) => one.source === row?.source && one.id !== row?.id)).toBe(true)
  })

  test('that does not exist is not found', async () => {
    await expect(getTrigger(context(), { id: 999_999 })).rejects.toThrow(NotFoundError)
  })
})

describe('the same seen from functions', () => {
  const functions = (query: Record<string, unknown>) =>
    listFunctions(context(), listFunctionsQuery.parse({ pageSize: 200, ...query }))

  test('a function counts for each of its kinds of triggers', async () => {
    const { items, facets } = await functions({ trigger: 'sqs' })
    expect(items.every((row) => row.triggerKinds.includes('sqs'))).toBe(true)
    const counts = new Map(facets.trigger.map((one) => [one.value, one.count]))
    expect(counts.get('sqs')).toBe(items.length)
    expect(counts.get('event-rule')).toBeGreaterThan(0)
  })

  test('the widest reach comes first, and what is unknown right after the internet', async () => {
    const levels = (await functions({ sort: 'reach' })).items.map((row) => row.reach)
    expect([...new Set(levels)].slice(0, 2)).toEqual(['internet', 'unknown'])
    expect((await functions({ q: 'reach:internet' })).total).toBe(
      levels.filter((level) => level === 'internet').length,
    )
  })

  test('the overview counts the functions that the filter of its link lists', async () => {
    const { tiles } = await getOverview(context(), {})
    expect(tiles.exposed.total).toBe((await functions({ reach: 'internet' })).total)
    expect(tiles.exposed.unknown).toBe((await functions({ reach: 'unknown' })).total)
  })

  test("a function's reach names what decides it, who can take it over, and its triggers", async () => {
    const [open] = (await functions({ reach: 'internet' })).items
    const reach = await getFunctionReach(context(), { id: open?.id ?? 0 })
    expect(reach.reach?.answers[0]).toMatchObject({ audience: 'internet', certainty: 'certain' })
    expect(reach.reach?.answers[0]?.decidedBy.length).toBeGreaterThan(0)
    expect(reach.takeovers.map((one) => one.principalName)).toContain('alice')
    const detail = await getFunction(context(), { id: open?.id ?? 0 })
    expect(detail.triggers.map((one) => one.id)).toEqual(reach.triggers.map((one) => one.id))
    expect(detail.row.triggers).toBe(reach.triggers.length)
  })
})
