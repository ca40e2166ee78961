import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { pollMetrics } from './poll-metrics.ts'
import { sweepRegion } from './sweep-region.ts'
import { tick } from './tick.ts'

const NOW_MS = Date.UTC(2026, 9, 14, 10, 5)
const REGION = 'eu-west-1'
let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let nowMs = NOW_MS
beforeAll(async () => {
  aws = await startDemoAws({ functions: 8, accounts: 1, rateScale: 0, anchorMs: NOW_MS, now: () => nowMs })
  db = await createTestDatabase()
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

it('leaves no hole behind a pause: minutes of the account at once, hours of functions by the backfill', async () => {
  const { run, take } = createWorker(db, {
    clock: () => nowMs,
    aws: demoAccess(aws),
    env: { SIGHTLINE_REGIONS: REGION },
  })
  const target = { accountId: aws.accounts[0]?.id ?? '', region: REGION }
  const backfill = `backfill-metrics ${target.accountId}/${REGION}`
  const minutesBetween = async (fromMs: number, toMs: number): Promise<number> => {
    const { rows } = await db.pool.query(
      `SELECT count(*)::int AS n FROM metric_point p JOIN metric_series s ON s.id = p.series_id
       WHERE s.dimension = '' AND s.metric = 'Invocations' AND p.period_seconds = 60 AND p.at >= $1 AND p.at < $2`,
      [new Date(fromMs), new Date(toMs)],
    )
    return rows[0].n
  }
  const isBackfillDue = async () => {
    take()
    await run(tick, {})
    return take().includes(backfill)
  }
  await run(discoverAccounts, {})
  await run(sweepRegion, target)
  await run(pollMetrics, target)
  await db.pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at)
     SELECT 'backfill-metrics', $1, $2, jsonb_build_object('functions', jsonb_agg(name)), now()
     FROM resource WHERE kind = 'function'`,
    [target.accountId, REGION],
  )

  nowMs = NOW_MS + 8 * HOUR_MS
  await run(pollMetrics, target)
  expect(await minutesBetween(NOW_MS, NOW_MS + 4 * HOUR_MS)).toBeGreaterThan(200)
  expect(await isBackfillDue()).toBe(false)

  nowMs += 2 * DAY_MS
  await run(sweepRegion, target)
  await run(pollMetrics, target)
  expect(await minutesBetween(NOW_MS + 9 * HOUR_MS, NOW_MS + DAY_MS)).toBeGreaterThan(700)
  expect(await isBackfillDue()).toBe(true)
})

it('fetches the last day and the history of functions that the sweep finds after the first poll', async () => {
  const fresh = await createTestDatabase()
  try {
    const { run, take } = createWorker(fresh, {
      clock: () => nowMs,
      aws: demoAccess(aws),
      env: { SIGHTLINE_REGIONS: REGION },
    })
    const target = { accountId: aws.accounts[0]?.id ?? '', region: REGION }
    await run(discoverAccounts, {})
    await run(pollMetrics, target)
    await run(sweepRegion, target)
    nowMs += 5 * MINUTE_MS
    await run(pollMetrics, target)
    const { rows } = await fresh.pool.query(
      `SELECT r.name, s.id IS NOT NULL AS known, max(l.value) > 0 AS ran_early
       FROM resource r
       LEFT JOIN metric_series s ON s.dimension = r.name AND s.metric = 'Invocations'
       LEFT JOIN metric_point l ON l.series_id = s.id AND l.period_seconds = 300 AND l.at < $1
       WHERE r.kind = 'function' GROUP BY r.name, s.id`,
      [new Date(nowMs - 20 * HOUR_MS)],
    )
    expect(rows.length).toBeGreaterThan(4)
    expect(rows.every((row) => row.known)).toBe(true)
    expect(rows.filter((row) => row.ran_early).length).toBeGreaterThan(3)
    take()
    await run(tick, {})
    expect(take()).toContain(`backfill-metrics ${target.accountId}/${REGION}`)
  } finally {
    await fresh.drop()
  }
})
