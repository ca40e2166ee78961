import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { known } from '#server/domain/field.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { ForbiddenError, NotFoundError } from '#server/errors.ts'
import { deriveCostDays } from '#server/store/function-cost-days.ts'
import { savePoints } from '#server/store/save-points.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { makeContext } from '#server/testing/factories.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { deleteBudget, saveBudget, setCostAccount } from './cost-accounts.ts'
import { listFunctionCosts } from './function-costs.ts'
import { getCost } from './get-cost.ts'
import { getFunctionCost } from './get-function-cost.ts'
import { costFunctionsQuery, costQuery, saveBudgetInput } from './schema.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const CALL_USD = 2e-7 + 1.0005 * 0.0000166667
let db: Awaited<ReturnType<typeof createTestDatabase>>
const admin = () => makeContext(db, 'admin', NOW)
const viewer = () => makeContext(db, 'viewer', NOW)

/** Calls a day, each a second long at 1 GB, for days that begin so many days ago. */
async function calls(name: string, perDay: (ago: number) => number, region = REGION, accountId = ACCOUNT) {
  const points = Array.from({ length: 30 }, (_, ago) => ({
    at: new Date(Math.floor(NOW / DAY_MS) * DAY_MS - ago * DAY_MS + HOUR_MS),
    value: perDay(ago),
  }))
  const key = { accountId, region, namespace: 'AWS/Lambda', stat: 'Sum' as const, dimension: name }
  await savePoints(db.pool, [
    { key: { ...key, metric: 'Invocations' }, periodSeconds: 3600, points },
    {
      key: { ...key, metric: 'Duration' },
      periodSeconds: 3600,
      points: points.map(({ at, value }) => ({ at, value: value * 1000 })),
    },
  ])
}

beforeAll(async () => {
  db = await createTestDatabase()
  await db.prisma.awsAccount.create({ data: { id: ACCOUNT, name: 'shop' } })
  const gigabyte = { memoryMb: known(1024), architectures: known(['x86_64']) }
  const records = [
    functionRecord('steady', gigabyte),
    functionRecord('grows', gigabyte),
    functionRecord('nobody-knows', {
      ...gigabyte,
      memoryMb: { state: 'denied', permission: 'lambda:GetFunction' },
    }),
  ]
  await saveResources(db.pool, records, { id: null, now: new Date(NOW - 40 * DAY_MS) })
  await db.pool.query(`UPDATE resource SET derived = '{"owner":"payments"}' WHERE name = 'steady'`)
  await calls('steady', () => 100_000)
  await calls('grows', (ago) => (ago <= 7 ? 50_000 : 10_000))
  await calls('nobody-knows', () => 1000)
  await calls('far-away', () => 1000, 'mars-north-1')
  await deriveCostDays(db.pool, ACCOUNT, NOW - 35 * DAY_MS, NOW)
})
afterAll(() => db.drop())

const cost = (query: Record<string, unknown> = {}) => getCost(viewer(), costQuery.parse(query))
const list = (query: Record<string, unknown> = {}) =>
  listFunctionCosts(viewer(), costFunctionsQuery.parse(query))

it('adds up the month, forecasts it and says what has no price', async () => {
  const found = await cost()
  const steady = 20 * 100_000
  const grows = 8 * 50_000 + 12 * 10_000
  expect(found.toDateUsd).toBeCloseTo((steady + grows) * CALL_USD, 4)
  expect(found).toMatchObject({
    month: '2026-11',
    knownFrom: '2026-11-01',
    missingDays: 0,
    unpriced: { functions: 2, regions: ['mars-north-1'], unread: 1 },
    budgetUsd: null,
  })
  expect(found.forecast?.usd).toBeGreaterThan(found.toDateUsd ?? 0)
  expect(found.days).toHaveLength(30)
  expect(found.days[0]?.usd).toBeCloseTo(110_000 * CALL_USD, 4)
  expect(found.groups.map(({ label }) => label)).toEqual(['steady', 'grows'])
  expect(found.movers.map(({ name }) => name)).toEqual(['grows'])
  expect(found.waste.armSavingUsd).toBeGreaterThan(0)
})

it.each([
  ['account', ['shop']],
  ['owner', ['payments', 'nobody']],
  ['trigger', ['none']],
  ['region', [REGION]],
])('groups by %s', async (group, labels) => {
  expect((await cost({ group })).groups.map(({ label }) => label)).toEqual(labels)
})

it.each([
  [{ owner: 'payments' }, ['steady']],
  [{ owner: 'none' }, ['grows', 'far-away', 'nobody-knows']],
  [{ q: 'STEA' }, ['steady']],
  [{ q: '%' }, []],
  [{ trigger: 'none', regions: REGION }, ['steady', 'grows', 'nobody-knows']],
  [{ sort: 'change' }, ['grows', 'far-away', 'nobody-knows', 'steady']],
  [{ month: '2026-08' }, []],
])('lists functions of %j', async (query, names) => {
  expect((await list(query)).items.map(({ name }) => name)).toEqual(names)
})

it('never calls an unknown price zero', async () => {
  const { items } = await list()
  expect(items.find(({ name }) => name === 'nobody-knows')).toMatchObject({
    usd: null,
    gap: 'memory',
    requests: 20_000,
  })
  expect(items.find(({ name }) => name === 'far-away')).toMatchObject({ usd: null, gap: 'region', id: null })
  expect(items[0]).toMatchObject({
    name: 'steady',
    memoryMb: 1024,
    architecture: 'x86_64',
    accountName: 'shop',
  })
})

it('tells of one function', async () => {
  const { id } = await db.prisma.resource.findFirstOrThrow({ where: { name: 'steady' } })
  const found = await getFunctionCost(viewer(), { id })
  expect(found.last30dUsd).toBeCloseTo(30 * 100_000 * CALL_USD, 3)
  expect(found.last24hUsd).toBeCloseTo(1.5 * 100_000 * CALL_USD, 3)
  expect(found.month?.forecast?.usd).toBeGreaterThan(0)
  const unknown = await db.prisma.resource.findFirstOrThrow({ where: { name: 'nobody-knows' } })
  expect(await getFunctionCost(viewer(), { id: unknown.id })).toMatchObject({
    last30dUsd: null,
    gap: 'memory',
  })
})

it('puts the bill beside it, where AWS was asked', async () => {
  const day = '2026-11-18'
  const own = 150_000 * CALL_USD
  await db.pool.query(
    `INSERT INTO billed_cost_day VALUES ($1, $2, 'Usage', 'USD', $3, false), ($1, '2026-11-17', 'Usage', 'EUR', 5, false)`,
    [ACCOUNT, day, own + 0.5],
  )
  const [off] = (await cost()).reconciliation
  expect(off?.state).toBe('off')
  await setCostAccount(admin(), { id: ACCOUNT, costExplorer: true })
  const [account] = (await cost()).reconciliation
  expect(account?.state).toBe('ok')
  expect(account?.days).toHaveLength(14)
  const found = account?.days.find((one) => one.day === day)
  expect(found?.differenceUsd).toBeCloseTo(0.5, 4)
  expect(found?.reasons).toContain('unpriced functions')
  expect(account?.days.find((one) => one.day === '2026-11-17')).toMatchObject({
    billedUsd: null,
    otherCurrency: { currency: 'EUR', amount: 5 },
  })
})

it('takes the free tier off where it is the account’s own', async () => {
  const before = await cost()
  await setCostAccount(admin(), { id: ACCOUNT, freeTier: true })
  const after = await cost()
  expect(after.freeTierUsd).toBeCloseTo(0.2 + 400_000 * 0.0000166667, 2)
  expect((before.toDateUsd ?? 0) - (after.toDateUsd ?? 0)).toBeCloseTo(after.freeTierUsd, 6)
  const part = await cost({ owner: 'payments' })
  expect(part.freeTierUsd).toBe(0)
  expect(part.toDateUsd).toBeCloseTo(20 * 100_000 * CALL_USD, 4)
  expect((await cost({ regions: REGION })).freeTierUsd).toBe(0)
})

test('budgets are set, replaced and deleted by admins alone, and audited', async () => {
  const input = saveBudgetInput.parse({ accountId: ACCOUNT, monthlyUsd: 100 })
  await expect(saveBudget(viewer(), input)).rejects.toThrow(ForbiddenError)
  const { id } = await saveBudget(admin(), input)
  expect(await saveBudget(admin(), { ...input, monthlyUsd: 200 })).toMatchObject({ id, monthlyUsd: 200 })
  expect((await cost()).budgetUsd).toBe(200)
  expect((await cost({ owner: 'payments' })).budgetUsd).toBeNull()
  await expect(saveBudget(admin(), { ...input, accountId: '999999999999' })).rejects.toThrow(NotFoundError)
  await deleteBudget(admin(), { id })
  await expect(deleteBudget(admin(), { id })).rejects.toThrow(NotFoundError)
  const actions = await db.prisma.auditEntry.findMany({
    where: { entity: 'cost-budget' },
    orderBy: { id: 'asc' },
  })
  expect(actions.map(({ action }) => action)).toEqual([
    'cost-budget.create',
    'cost-budget.change',
    'cost-budget.delete',
  ])
})

it.each([
  [{ monthlyUsd: 0 }],
  [{ monthlyUsd: -1 }],
  [{ monthlyUsd: Number.NaN }],
  [{ scope: 'owner' }],
  [{ name: 'x' }],
  [{ accountId: 'x' }],
])('refuses a budget of %j', (changes) => {
  expect(saveBudgetInput.safeParse({ accountId: ACCOUNT, monthlyUsd: 5, ...changes }).success).toBe(false)
})

it('takes the free tier off a forecast as far as the whole month will use it up', async () => {
  await db.prisma.awsAccount.create({ data: { id: '222233334444', name: 'small' } })
  await calls('little', () => 15_000, REGION, '222233334444')
  const own = { memoryMb: known(1024), architectures: known(['x86_64']), accountId: '222233334444' }
  await saveResources(db.pool, [functionRecord('little', own)], {
    id: null,
    now: new Date(NOW - 40 * DAY_MS),
  })
  await deriveCostDays(db.pool, '222233334444', NOW - 35 * DAY_MS, NOW)
  await setCostAccount(admin(), { id: '222233334444', freeTier: true })
  const found = await cost({ accounts: '222233334444' })
  expect(found.toDateUsd).toBeCloseTo(0, 6)
  const used = found.forecast?.usd ?? 0
  const gbSeconds = 29.5 * 15_000 * 1.0005
  expect(used).toBeGreaterThan(0)
  expect(used).toBeLessThan(gbSeconds * 0.0000166667 - 400_000 * 0.0000166667 + 0.5)
})
