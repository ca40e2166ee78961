import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { PeriodSeconds } from '#server/domain/metrics/metric.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { knownCostDays } from './cost-totals.ts'
import { deriveCostDays } from './function-cost-days.ts'
import { savePoints } from './save-points.ts'
import { saveResources } from './save-resources.ts'
import { type Sql, sql } from './sql.ts'

const DAY = Date.UTC(2026, 10, 18)
const NOW = DAY + 2 * DAY_MS + 12 * HOUR_MS
const GB_SECOND = 0.0000166667
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() =>
  db.pool.query(
    'TRUNCATE resource, resource_version, metric_point, function_cost_day RESTART IDENTITY CASCADE',
  ),
)
afterAll(() => db.drop())

const seen = (atMs: number, memoryMb: number, changes: Partial<FunctionRecord> = {}) =>
  saveResources(
    db.pool,
    [functionRecord('a', { memoryMb: known(memoryMb), architectures: known(['x86_64']), ...changes })],
    { id: null, now: new Date(atMs) },
  )

async function points(
  metric: string,
  values: [number, number][],
  periodSeconds: PeriodSeconds = 3600,
  region = REGION,
) {
  const key = {
    accountId: ACCOUNT,
    region,
    namespace: 'AWS/Lambda',
    metric,
    stat: 'Sum' as const,
    dimension: 'a',
  }
  const at = values.map(([ms, value]) => ({ at: new Date(ms), value }))
  await savePoints(db.pool, [{ key, periodSeconds, points: at }])
}

/** So many calls of a second each in periods that begin then. */
async function calls(values: [number, number][], periodSeconds: PeriodSeconds = 3600, region = REGION) {
  await points('Invocations', values, periodSeconds, region)
  await points(
    'Duration',
    values.map(([at, count]) => [at, count * 1000]),
    periodSeconds,
    region,
  )
}

async function days() {
  await deriveCostDays(db.pool, ACCOUNT, DAY, NOW)
  const { rows } = await db.pool.query(
    `SELECT to_char(day, 'DD') AS day, requests, usd, gap, memory_mb AS memory, unused_usd AS unused, errors_usd AS errors FROM function_cost_day ORDER BY day`,
  )
  return rows
}

const usdOf = (count: number, gb: number) => count * 2e-7 + count * 1.0005 * gb * GB_SECOND

it('adds up a day, the same however often', async () => {
  await seen(DAY - DAY_MS, 1024)
  await calls([
    [DAY + HOUR_MS, 1000],
    [DAY + 5 * HOUR_MS, 500],
    [DAY + DAY_MS, 200],
  ])
  const first = await days()
  expect(first.map((row) => [row.day, row.requests, row.memory])).toEqual([
    ['18', 1500, 1024],
    ['19', 200, 1024],
  ])
  expect(first[0].usd).toBeCloseTo(usdOf(1500, 1), 8)
  expect(await days()).toEqual(first)
})

it('prices what ran before and after a change of memory each at its own', async () => {
  await seen(DAY - DAY_MS, 1024)
  await seen(DAY + 4 * HOUR_MS + 30 * MINUTE_MS, 2048)
  await calls([
    [DAY + HOUR_MS, 1000],
    [DAY + 4 * HOUR_MS, 1000],
    [DAY + 6 * HOUR_MS, 1000],
  ])
  const [row] = await days()
  expect(row.usd).toBeCloseTo(usdOf(1500, 1) + usdOf(1500, 2), 8)
  expect(row.memory).toBe(2048)
})

it('looks at five minutes where they are kept', async () => {
  await seen(DAY - DAY_MS, 1024)
  await seen(DAY + 4 * HOUR_MS + 30 * MINUTE_MS, 2048)
  await calls([[DAY + 4 * HOUR_MS, 1000]])
  await calls([[DAY + 4 * HOUR_MS + 35 * MINUTE_MS, 1000]], 300)
  expect((await days())[0].usd).toBeCloseTo(usdOf(1000, 2), 8)
})

it('follows corrections, and forgets what is gone', async () => {
  await seen(DAY - DAY_MS, 1024)
  await calls([[DAY, 1000]])
  await days()
  await calls([[DAY, 2000]])
  expect((await days())[0].requests).toBe(2000)
  await calls([[DAY, 0]])
  expect(await days()).toEqual([])
})

it.each<[string, Partial<FunctionRecord>]>([
  ['memory', { memoryMb: denied<number>('lambda:GetFunction') }],
  ['architecture', { architectures: denied<string[]>('lambda:GetFunction') }],
])('has calls but no price where the %s is denied', async (gap, changes) => {
  await seen(DAY - DAY_MS, 1024, changes)
  await calls([[DAY, 1000]])
  expect(await days()).toMatchObject([{ requests: 1000, usd: null, gap }])
})

it('has no price of a function that was never listed, nor in a region without prices', async () => {
  await calls([[DAY, 1000]])
  expect(await days()).toMatchObject([{ requests: 1000, usd: null, gap: 'memory' }])
  await db.pool.query('TRUNCATE metric_point, function_cost_day')
  await calls([[DAY, 1000]], 3600, 'mars-north-1')
  expect(await days()).toMatchObject([{ requests: 1000, usd: null, gap: 'region' }])
})

it('counts provisioned concurrency that nobody used, without a single call', async () => {
  await calls([[DAY - 40 * DAY_MS, 1]])
  await seen(DAY + 12 * HOUR_MS, 1024, {
    provisionedConcurrency: known([{ qualifier: 'live', requested: 10, allocated: 10 }]),
  })
  const found = await days()
  expect(found.map((row) => [row.day, row.requests])).toEqual([
    ['18', 0],
    ['19', 0],
    ['20', 0],
  ])
  expect(found.map((row) => row.usd / (10 * 3600 * 0.000004646))).toEqual(
    [12, 24, 12].map((h) => expect.closeTo(h, 6)),
  )
  expect(found[1].unused).toBeCloseTo(found[1].usd, 10)
})

it('pays for nothing that is kept ready once the function is gone', async () => {
  const kept = { provisionedConcurrency: known([{ qualifier: 'live', requested: 10, allocated: 10 }]) }
  await calls([[DAY - 40 * DAY_MS, 1]])
  await seen(DAY - DAY_MS, 1024, kept)
  const gone = new Date(DAY + 12 * HOUR_MS)
  await db.pool.query('UPDATE resource SET deleted_at = $1', [gone])
  await db.pool.query('UPDATE resource_version SET valid_to = $1', [gone])
  const found = await days()
  expect(found.map((row) => row.day)).toEqual(['18'])
  expect(found[0].usd).toBeCloseTo(10 * 12 * 3600 * 0.000004646, 6)
})

it('prices the calls, and does not say what is kept ready, where that was denied', async () => {
  await seen(DAY - DAY_MS, 1024, {
    provisionedConcurrency: denied('lambda:ListProvisionedConcurrencyConfigs'),
  })
  await calls([[DAY, 1000]])
  const [row] = await days()
  expect(row).toMatchObject({ unused: null, gap: null })
  expect(row.usd).toBeCloseTo(usdOf(1000, 1), 8)
})

it('tells what errors cost', async () => {
  await seen(DAY - DAY_MS, 1024)
  await calls([[DAY, 1000]])
  await points('Errors', [[DAY, 250]])
  const [row] = await days()
  expect(row.errors).toBeCloseTo(row.usd / 4, 10)
})

it('takes no day for known of which only a part of the calls is, and a day without a call for one that cost nothing', async () => {
  await seen(DAY - DAY_MS, 1024)
  await calls([
    [DAY + HOUR_MS, 1000],
    [DAY + DAY_MS, 200],
  ])
  const account = { accountId: ACCOUNT, region: REGION, namespace: 'AWS/Lambda', dimension: '' }
  const key = { ...account, metric: 'Invocations', stat: 'Sum' as const }
  const at = (atMs: number, value: number) => ({ at: new Date(atMs), value })
  await savePoints(db.pool, [
    { key, periodSeconds: 3600, points: [at(DAY + HOUR_MS, 9000), at(DAY + DAY_MS, 200)] },
  ])
  await days()
  const { rows } = await db.pool.query(
    `SELECT to_char(day, 'DD') AS day, requests, missing_calls AS missing FROM cost_day_total ORDER BY day`,
  )
  expect(rows).toEqual([
    { day: '18', requests: 1000, missing: 8000 },
    { day: '19', requests: 200, missing: 0 },
    { day: '20', requests: 0, missing: 0 },
  ])
  expect(await knownCostDays(db.pool, sql`TRUE`, new Date(DAY))).toEqual(
    new Set(['2026-11-19', '2026-11-20']),
  )
})

it('takes no day for known on which a small region is known and a large one is not', async () => {
  await seen(DAY - DAY_MS, 1024)
  await calls([[DAY + HOUR_MS, 10]], 3600, 'us-east-1')
  await calls([[DAY + HOUR_MS, 400]])
  for (const [region, value] of [
    ['us-east-1', 10],
    [REGION, 1000],
  ] as const) {
    const account = { accountId: ACCOUNT, region, namespace: 'AWS/Lambda', dimension: '' }
    const key = { ...account, metric: 'Invocations', stat: 'Sum' as const }
    await savePoints(db.pool, [
      { key, periodSeconds: 3600, points: [{ at: new Date(DAY + HOUR_MS), value }] },
    ])
  }
  await days()
  const known = (where: Sql) => knownCostDays(db.pool, where, new Date(DAY))
  expect([...(await known(sql`TRUE`))].toSorted()).toEqual(['2026-11-19', '2026-11-20'])
  expect([...(await known(sql`d.region = 'us-east-1'`))].toSorted()).toContain('2026-11-18')
})
