import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { readDropped } from '#server/store/dropped-reads.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { backfillMetrics } from './backfill-metrics.ts'
import { backfillTrail, isBackfilled } from './backfill-trail.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { sweepRegion } from './sweep-region.ts'
import { WorkerStopping } from './worker-stopping.ts'

const NOW_MS = Date.UTC(2026, 9, 14, 10, 5)
const REGION = 'eu-west-1'
let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let target = { accountId: '', region: REGION }
beforeAll(async () => {
  aws = await startDemoAws({ functions: 16, accounts: 1, rateScale: 0, anchorMs: NOW_MS, now: () => NOW_MS })
  target = { accountId: aws.accounts[0]?.id ?? '', region: REGION }
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE aws_account, resource, trail_event, alert, collector_cursor, metric_point CASCADE',
  )
  await worker().run(discoverAccounts, {})
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

const worker = (env: Record<string, string> = {}) =>
  createWorker(db, { clock: () => NOW_MS, aws: demoAccess(aws), env: { SIGHTLINE_REGIONS: REGION, ...env } })
const number = async (text: string): Promise<number> => (await db.pool.query(text)).rows[0]?.n

async function eventsOf(hours: number): Promise<number> {
  const answer = asObject(await (await fetch(`${aws.endpoint}/__demo/estate?hours=${hours}`)).json())
  const [account] = asArray(answer.accounts).map(asObject)
  return Number(asObject(asObject(account?.regions)[REGION]).events)
}
/** Reads of services that are not watched, in which no detection is interested. */
const dropped = async () => (await readDropped(db.pool)).reduce((sum, { count }) => sum + count, 0)
const cursorOf = async (collector: string) =>
  (await db.pool.query('SELECT cursor FROM collector_cursor WHERE collector = $1', [collector])).rows[0]
    ?.cursor

it('fetches events as far back as they are kept, goes on where it broke off, and stores each once', async () => {
  const { run, context } = worker({ SIGHTLINE_EVENT_RETENTION_DAYS: '7' })
  const stopping = new AbortController()
  let looks = 0
  const clock = () => {
    looks += 1
    if (looks === 40) stopping.abort(new WorkerStopping())
    return NOW_MS
  }
  await backfillTrail.run({ ...context, clock }, target, stopping.signal).catch(() => undefined)
  const broken = await cursorOf('backfill-trail')
  expect(broken).toBeDefined()
  expect(isBackfilled(broken, context.env)).toBe(false)
  const before = await number('SELECT count(*)::int AS n FROM trail_event')
  expect(before).toBeGreaterThan(0)
  await run(backfillTrail, target)
  expect(await number('SELECT count(*)::int AS n FROM trail_event')).toBeGreaterThan(before)
  expect(isBackfilled(await cursorOf('backfill-trail'), context.env)).toBe(true)
  const events = await number('SELECT count(*)::int AS n FROM trail_event')
  await db.pool.query(`DELETE FROM collector_cursor WHERE collector <> 'trail-events'`)
  await run(backfillTrail, target)
  expect(await number('SELECT count(*)::int AS n FROM trail_event')).toBe(events)
  expect(events + (await dropped())).toBe(await eventsOf(7 * 24))
  expect(await number('SELECT count(*)::int AS n FROM alert WHERE last_seen_at < started_at')).toBe(0)
})

it('fetches no more of the past than is kept', async () => {
  const { run } = worker({ SIGHTLINE_EVENT_RETENTION_DAYS: '2' })
  await run(backfillTrail, target)
  expect(await number('SELECT count(*)::int AS n FROM trail_event')).toBe(
    (await eventsOf(48)) - (await dropped()),
  )
  const asked = await db.pool.query('SELECT replay_from <= $1 AS asked FROM detection_progress', [
    new Date(NOW_MS),
  ])
  expect(asked.rows).toEqual([{ asked: true }])
})

it('leaves what has become too old to be kept while it fetched', async () => {
  const { run, context } = worker({ SIGHTLINE_EVENT_RETENTION_DAYS: '2' })
  const startedAt = new Date(NOW_MS - 4 * 24 * HOUR_MS).toISOString()
  await db.pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at) VALUES ('backfill-trail', $1, $2, $3, now())`,
    [target.accountId, REGION, { startedAt, coveredFrom: startedAt }],
  )
  await run(backfillTrail, target)
  expect(isBackfilled(await cursorOf('backfill-trail'), context.env)).toBe(true)
  expect(await number('SELECT count(*)::int AS n FROM trail_event')).toBe(0)
})

it('fetches hourly points once, and makes days of them', async () => {
  const { run } = worker()
  await run(sweepRegion, target)
  await run(backfillMetrics, target)
  const functions = await number(`SELECT count(*)::int AS n FROM resource WHERE kind = 'function'`)
  expect(await cursorOf('backfill-metrics')).toMatchObject({ functions: { length: functions } })
  const hours = `SELECT count(DISTINCT at)::int AS n FROM metric_point WHERE period_seconds = 3600`
  expect(await number(hours)).toBeGreaterThan(13 * 24)
  expect(
    await number('SELECT count(DISTINCT at)::int AS n FROM metric_point WHERE period_seconds = 86400'),
  ).toBe(13)
  const newest = await number(
    'SELECT extract(epoch FROM max(at))::float8 * 1000 AS n FROM metric_point WHERE period_seconds = 3600',
  )
  expect(newest).toBeLessThan(NOW_MS - HOUR_MS / 12)
})
