import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { moveCursor, readCursor } from './cursors.ts'
import { beginRun, closeAbandonedRuns, dropOldRuns, endRun, type RunSummary } from './runs.ts'

const KEY = { collector: 'functions', accountId: '111122223333', region: 'eu-west-1' }
const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour))
const SUMMARY: RunSummary = {
  status: 'partial',
  items: 3,
  calls: 7,
  throttles: 1,
  costUsd: 0.25,
  durationMs: 12.6,
  problems: [
    {
      operation: 'GetPolicy',
      permission: 'lambda:GetPolicy',
      state: 'denied',
      code: 'AccessDenied',
      message: 'no \u0000 access',
      count: 1,
      resources: ['a'],
    },
  ],
}

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE collector_run RESTART IDENTITY'))
afterAll(() => db.drop())

const runs = async () => (await db.pool.query('SELECT * FROM collector_run ORDER BY id')).rows

it('records what a run did, cost and could not see', async () => {
  const id = await beginRun(db.pool, KEY, at(1))
  expect(await runs()).toMatchObject([{ id, status: 'running', finished_at: null }])
  await endRun(db.pool, id, SUMMARY, at(2))
  expect(await runs()).toMatchObject([
    {
      status: 'partial',
      items: 3,
      calls: 7,
      throttles: 1,
      cost_usd: 0.25,
      duration_ms: 13,
      finished_at: at(2),
      problems: [{ permission: 'lambda:GetPolicy', message: 'no \u2400 access' }],
    },
  ])
})

it('calls a run that its worker left failed, and says that it is done again', async () => {
  await beginRun(db.pool, KEY, at(1))
  expect(await closeAbandonedRuns(db.pool, at(0), at(2))).toBe(0)
  expect(await closeAbandonedRuns(db.pool, at(2), at(2))).toBe(1)
  expect(await closeAbandonedRuns(db.pool, at(3), at(3))).toBe(0)
  expect(await runs()).toMatchObject([{ status: 'failed', problems: [{ code: 'WorkerStopped' }] }])
})

it('drops old runs, but never the last that tells of a collector', async () => {
  for (const hour of [1, 2, 3])
    await endRun(db.pool, await beginRun(db.pool, KEY, at(hour)), SUMMARY, at(hour))
  await beginRun(db.pool, KEY, at(5))
  const other = { ...KEY, collector: 'roles' }
  await endRun(db.pool, await beginRun(db.pool, other, at(1)), SUMMARY, at(1))
  expect(await dropOldRuns(db.pool, at(10))).toBe(2)
  expect((await runs()).map((run) => [run.collector, run.started_at.getUTCHours()])).toEqual([
    ['functions', 3],
    ['functions', 5],
    ['roles', 1],
  ])
})

it('keeps a cursor for each collector, account and region', async () => {
  expect(await readCursor(db.pool, KEY)).toBeUndefined()
  await moveCursor(db.pool, KEY, { to: 1 }, at(1))
  await moveCursor(db.pool, { ...KEY, region: 'us-east-1' }, { to: 'nul \u0000' }, at(1))
  await moveCursor(db.pool, KEY, { to: 2 }, at(2))
  expect(await readCursor(db.pool, KEY)).toEqual({ to: 2 })
  expect(await readCursor(db.pool, { ...KEY, region: 'us-east-1' })).toEqual({ to: 'nul \u2400' })
})
