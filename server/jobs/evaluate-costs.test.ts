import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { PeriodSeconds } from '#server/domain/metrics/metric.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { deriveCostDays } from '#server/store/function-cost-days.ts'
import { savePoints } from '#server/store/save-points.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { evaluateCosts } from './evaluate-costs.ts'

const NOW = Date.UTC(2026, 10, 20, 14, 5, 30)
const LISTED = NOW - 2 * DAY_MS
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE resource, resource_version, metric_point, function_cost_day, cost_day_total, function_call, alert, cost_budget RESTART IDENTITY CASCADE',
  )
  const records = ['loop', 'calm'].map((name) =>
    functionRecord(name, { memoryMb: known(1024), architectures: known(['x86_64']) }),
  )
  await saveResources(db.pool, records, { id: null, now: new Date(LISTED) })
  await db.pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at) VALUES ('poll-metrics', $1, $2, $3, now())
     ON CONFLICT (collector, account_id, region) DO UPDATE SET cursor = EXCLUDED.cursor`,
    [ACCOUNT, REGION, JSON.stringify({ functionsUntil: new Date(NOW).toISOString() })],
  )
})
afterAll(() => db.drop())

/** A function (or, with no name, the account) with so many calls an hour, each ten seconds long. */
async function run(dimension: string, perHour: (atMs: number) => number): Promise<void> {
  const series = (metric: string, times: number, periodSeconds: PeriodSeconds, days: number) => {
    const stepMs = periodSeconds * 1000
    const points = []
    for (let at = Math.floor((NOW - days * DAY_MS) / stepMs) * stepMs; at + stepMs <= NOW; at += stepMs)
      points.push({ at: new Date(at), value: (perHour(at) * times * stepMs) / HOUR_MS })
    const key = {
      accountId: ACCOUNT,
      region: REGION,
      namespace: 'AWS/Lambda',
      metric,
      stat: 'Sum' as const,
      dimension,
    }
    return { key, periodSeconds, points }
  }
  await savePoints(db.pool, [
    series('Invocations', 1, 3600, 14),
    series('Duration', 10_000, 3600, 14),
    series('Invocations', 1, 300, 2),
    series('Duration', 10_000, 300, 2),
  ])
}

async function evaluate(now = NOW) {
  await deriveCostDays(db.pool, ACCOUNT, NOW - 14 * DAY_MS, NOW)
  await evaluateCosts(db.pool, ACCOUNT, new Date(now))
  const { rows } = await db.pool.query(
    'SELECT rule_id AS rule, resource_name AS name, state FROM alert ORDER BY rule_id, resource_name',
  )
  return rows
}

const runaway = (usual: number, then: number) => (at: number) => (at >= NOW - 11 * MINUTE_MS ? then : usual)

it('finds a runaway ten minutes after it began, and nobody else', async () => {
  await run('', () => 20_000)
  await run('calm', () => 5000)
  await run('loop', runaway(100, 60_000))
  expect(await evaluate()).toEqual([{ rule: 'cost-spike', name: 'loop', state: 'firing' }])
  expect(await evaluate()).toHaveLength(1)
})

it('calls it a loop where functions call each other in a circle', async () => {
  await run('', () => 20_000)
  await run('loop', runaway(100, 60_000))
  const arn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`
  await db.pool.query(
    `INSERT INTO function_call (account_id, from_arn, to_arn, evidence) VALUES ($1, $2, $3, 'trigger'), ($1, $3, $2, 'trigger')`,
    [ACCOUNT, arn('loop'), arn('calm')],
  )
  expect(await evaluate()).toEqual([{ rule: 'recursion-loop', name: 'loop', state: 'firing' }])
})

it('is silent where everything goes on as ever', async () => {
  await run('', () => 20_000)
  await run('calm', () => 50_000)
  expect(await evaluate()).toEqual([])
})

it('does not take what was there before for a jump while its past is not fetched', async () => {
  await run('', () => 20_000)
  await run('calm', () => 5000)
  await db.pool.query(
    `DELETE FROM metric_point p USING metric_series s WHERE s.id = p.series_id AND s.dimension = 'calm'
       AND (p.period_seconds = 3600 OR p.at < $1)`,
    [new Date(NOW - 25 * HOUR_MS)],
  )
  expect(await evaluate()).toEqual([])
})

it('expects of a batch each Monday that it runs on Mondays', async () => {
  await run('', () => 20_000)
  await run('calm', (at) => (new Date(at).getUTCDay() === 1 ? 10_000 : 0))
  await db.pool.query(
    `DELETE FROM metric_point p USING metric_series s WHERE s.id = p.series_id AND s.dimension = 'calm' AND p.value = 0`,
  )
  await db.pool.query(
    `INSERT INTO cost_budget (id, account_id, scope, name, monthly_usd, updated_by) VALUES (gen_random_uuid(), $1, 'function', 'calm', 200, 'x')`,
    [ACCOUNT],
  )
  expect(await evaluate()).toEqual([])
})

it('tells of a budget, once a month', async () => {
  await run('calm', () => 5000)
  await db.pool.query(
    `INSERT INTO cost_budget (id, account_id, scope, monthly_usd, updated_by) VALUES (gen_random_uuid(), $1, 'account', 100, 'x')`,
    [ACCOUNT],
  )
  expect(await evaluate()).toEqual([{ rule: 'cost-budget', name: null, state: 'firing' }])
  expect(await evaluate(NOW + HOUR_MS)).toHaveLength(1)
  expect(await evaluate(Date.UTC(2026, 11, 1, 1))).toEqual([
    { rule: 'cost-budget', name: null, state: 'resolved' },
  ])
})

it('resolves what it told of a budget that is deleted', async () => {
  await run('calm', () => 5000)
  await db.pool.query(
    `INSERT INTO cost_budget (id, account_id, scope, monthly_usd, updated_by) VALUES (gen_random_uuid(), $1, 'account', 100, 'x')`,
    [ACCOUNT],
  )
  expect(await evaluate()).toHaveLength(1)
  await db.pool.query('DELETE FROM cost_budget')
  expect(await evaluate()).toEqual([{ rule: 'cost-budget', name: null, state: 'resolved' }])
})
