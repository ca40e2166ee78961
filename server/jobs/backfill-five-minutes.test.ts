import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { savePoints } from '#server/store/save-points.ts'
import { ACCOUNT_ID, createAccount, createFunction, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import {
  BACKFILL_FIVE_MINUTES,
  backfillFiveMinutes,
  type FiveMinutesBackfill,
} from './backfill-five-minutes.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 12, 7)
const PLACE = { accountId: ACCOUNT_ID, region: REGION }
const SPARSE_MS = 6 * HOUR_MS
let aws: TestAws
let clients: ClientPool
let db: Awaited<ReturnType<typeof createTestDatabase>>
let windows: [number, number][] = []
let nowMs = NOW_MS

beforeAll(async () => {
  db = await createTestDatabase()
  aws = await startTestAws(({ json }) => {
    const request = asObject(json)
    const [fromMs, toMs] = [Number(request.StartTime) * 1000, Number(request.EndTime) * 1000]
    windows.push([fromMs, toMs])
    const first = floorTo(fromMs - 1, SPARSE_MS) + SPARSE_MS
    const times = Array.from(
      { length: Math.max(0, Math.ceil((toMs - first) / SPARSE_MS)) },
      (_, i) => first + i * SPARSE_MS,
    )
    const results = asArray(request.MetricDataQueries).map((query) => ({
      Id: asObject(query).Id,
      StatusCode: 'Complete',
      Timestamps: times.map((at) => at / 1000),
      Values: times.map(() => 3),
    }))
    return { body: { MetricDataResults: results } }
  })
  clients = testPool(aws.url)
  await createAccount(db, { enabledRegions: [REGION] })
  for (const name of ['orders', 'payments', 'never-ran']) await createFunction(db, { name })
  const key = (dimension: string) => ({
    ...PLACE,
    namespace: 'AWS/Lambda',
    metric: 'Invocations',
    stat: 'Sum' as const,
    dimension,
  })
  const points = [{ at: new Date(NOW_MS - MINUTE_MS), value: 1 }]
  await savePoints(db.pool, [
    { key: key('orders'), periodSeconds: 300, points },
    { key: key('payments'), periodSeconds: 300, points },
    { key: key('never-ran'), periodSeconds: 300, points: [] },
  ])
})
beforeEach(async () => {
  nowMs = NOW_MS
  windows = []
  await db.pool.query('TRUNCATE collector_cursor, watch_spend, watch_budget, metric_point')
})
afterAll(async () => {
  clients.close()
  await aws.close()
  await db.drop()
})

const run = (clock = () => nowMs) =>
  createWorker(db, { clock, aws: { clients, register: () => undefined } }).run(backfillFiveMinutes, PLACE)
const state = () => readCursor<FiveMinutesBackfill>(db.pool, { collector: BACKFILL_FIVE_MINUTES, ...PLACE })
const spans = async (period: number) => {
  const { rows } = await db.pool.query(
    `SELECT count(*)::int AS n, min(p.at) AS first FROM metric_point p JOIN metric_series s ON s.id = p.series_id
     WHERE s.dimension = 'orders' AND s.metric = 'Invocations' AND p.period_seconds = $1`,
    [period],
  )
  return rows[0]
}

it('fetches nine weeks, newest first, of functions that ever ran, and makes hours and days of what is older', async () => {
  await run()
  expect(await state()).toMatchObject({ finished: true, done: [] })
  const starts = windows.map(([fromMs]) => fromMs)
  expect(starts).toEqual(starts.toSorted((a, b) => b - a))
  expect(Math.min(...starts)).toBe(floorTo(NOW_MS, HOUR_MS) - 63 * DAY_MS)
  expect(await spans(300)).toMatchObject({ n: 252 })
  expect((await spans(3600)).n).toBeGreaterThan(190)
  expect((await spans(86_400)).n).toBeGreaterThanOrEqual(49)
  const { rows } = await db.pool.query(
    `SELECT DISTINCT value FROM metric_point p JOIN metric_series s ON s.id = p.series_id
    WHERE p.period_seconds = 86400 AND s.metric = 'Invocations' AND s.dimension = 'orders' AND p.at > $1`,
    [new Date(NOW_MS - 60 * DAY_MS)],
  )
  expect(rows).toEqual([{ value: 12 }])
})

it('works some seconds of each minute, and goes on where it was', async () => {
  const slow = () => {
    nowMs += 2 * SECOND_MS
    return nowMs
  }
  await run(slow)
  const first = await state()
  expect(first?.finished).toBeUndefined()
  const before = windows.length
  for (let i = 0; i < 100 && !(await state())?.finished; i += 1) await run(slow)
  expect(windows.length).toBeGreaterThan(before)
  expect((await state())?.startedAt).toBe(first?.startedAt)
  expect(await spans(300)).toMatchObject({ n: 252 })
})

it('waits while the budget is needed for the present, and says so', async () => {
  const plan = { plannedUsdPerHour: 1, slowed: [], wanted: { account: 1, troubled: 0, others: 0 } }
  const cursor = { collector: 'poll-metrics', ...PLACE }
  await moveCursor(db.pool, cursor, { plan }, new Date(NOW_MS))
  await run()
  expect(windows).toEqual([])
  expect((await state())?.stopped).toMatch(/budget/)
  await moveCursor(db.pool, cursor, { plan: { ...plan, plannedUsdPerHour: 0.001 } }, new Date(NOW_MS))
  await run()
  expect(await state()).toMatchObject({ finished: true })
  expect((await state())?.stopped).toBeUndefined()
})
