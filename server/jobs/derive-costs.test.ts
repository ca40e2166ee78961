import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { type CostsCursor, DERIVE_COSTS, deriveCosts } from './derive-costs.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { pollCostExplorer } from './poll-cost-explorer.ts'

const NOW_MS = Date.UTC(2026, 9, 14, 10)
let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let accountId = ''
beforeAll(async () => {
  aws = await startDemoAws({ functions: 30, accounts: 1, rateScale: 0, now: () => NOW_MS })
  accountId = aws.accounts[0]?.id ?? ''
  db = await createTestDatabase()
  await workerAt(0).run(discoverAccounts, {})
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

const workerAt = (afterMs: number) =>
  createWorker(db, { clock: () => NOW_MS + afterMs, aws: demoAccess(aws) })

async function cursorAfter(afterMs: number): Promise<{ at: number; wholeAt: number }> {
  await workerAt(afterMs).run(deriveCosts, { accountId })
  const { rows } = await db.pool.query<{ cursor: CostsCursor }>(
    'SELECT cursor FROM collector_cursor WHERE collector = $1',
    [DERIVE_COSTS],
  )
  const { at = '', wholeAt = '' } = rows[0]?.cursor ?? {}
  return { at: Date.parse(at) - NOW_MS, wholeAt: Date.parse(wholeAt) - NOW_MS }
}

it('works out the last days every five minutes, and all of them daily and after the past was fetched', async () => {
  expect(await cursorAfter(0)).toEqual({ at: 0, wholeAt: 0 })
  expect(await cursorAfter(MINUTE_MS)).toEqual({ at: 0, wholeAt: 0 })
  expect(await cursorAfter(5 * MINUTE_MS)).toEqual({ at: 5 * MINUTE_MS, wholeAt: 0 })
  await db.pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at) VALUES ('backfill-metrics', $1, 'eu-west-1', '{}', $2)`,
    [accountId, new Date(NOW_MS + 6 * MINUTE_MS)],
  )
  expect(await cursorAfter(11 * MINUTE_MS)).toEqual({ at: 11 * MINUTE_MS, wholeAt: 11 * MINUTE_MS })
  expect((await cursorAfter(16 * MINUTE_MS)).wholeAt).toBe(11 * MINUTE_MS)
  expect((await cursorAfter(25 * HOUR_MS)).wholeAt).toBe(25 * HOUR_MS)
})

it('forgets costs with the points that they came from', async () => {
  await db.pool.query(
    `INSERT INTO metric_series (id, account_id, region, namespace, metric, stat, dimension) VALUES (900, $1, 'eu-west-1', 'AWS/Lambda', 'Invocations', 'Sum', 'x')`,
    [accountId],
  )
  await db.pool.query(
    `INSERT INTO function_cost_day (series_id, day, requests, duration_ms) VALUES (900, '2020-05-05', 1, 1), (900, '2026-08-01', 1, 1)`,
  )
  await cursorAfter(60 * HOUR_MS)
  const { rows } = await db.pool.query(`SELECT to_char(day, 'YYYY-MM-DD') AS day FROM function_cost_day`)
  expect(rows).toEqual([{ day: '2026-08-01' }])
})

async function asked(afterMs: number): Promise<{ calls: number; days: number }> {
  await workerAt(afterMs).run(pollCostExplorer, { accountId })
  const { rows } = await db.pool.query<{ calls: number; days: number }>(
    `SELECT (SELECT coalesce(sum(calls), 0)::int FROM collector_run WHERE collector = 'cost-explorer') AS calls,
       (SELECT count(*)::int FROM billed_cost_day) AS days`,
  )
  return rows[0] ?? { calls: 0, days: 0 }
}

it('asks Cost Explorer where it is switched on alone, once a day', async () => {
  expect(await asked(0)).toEqual({ calls: 0, days: 0 })
  await db.pool.query(
    `INSERT INTO cost_account (account_id, cost_explorer, updated_by) VALUES ($1, true, 'x')`,
    [accountId],
  )
  const first = await asked(0)
  expect(first.calls).toBe(1)
  expect(first.days).toBeGreaterThan(30)
  expect(await asked(HOUR_MS)).toEqual(first)
  expect(await asked(DAY_MS)).toMatchObject({ calls: 2, days: first.days })
})
