import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { savePoints } from '#server/store/save-points.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createAccount, createFunction } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { readFailures } from './read-failures.ts'

const NOW_MS = Date.UTC(2026, 9, 14, 10, 5)
const REGION = 'eu-west-1'
let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let accountId: string
let nowMs = NOW_MS

async function countsOf(metric: string): Promise<number[]> {
  const { rows } = await db.pool.query<{ value: number }>(
    `SELECT p.value FROM metric_series s JOIN metric_point p ON p.series_id = s.id
     WHERE s.namespace = 'Sightline' AND s.metric = $1 AND s.dimension = 'checkout-api' ORDER BY p.at`,
    [metric],
  )
  return rows.map(({ value }) => value)
}
const runs = async () =>
  (await db.pool.query("SELECT calls FROM collector_run WHERE collector = 'log-samples'")).rows
const worker = (env: Record<string, string> = {}) =>
  createWorker(db, { clock: () => nowMs, aws: demoAccess(aws), env })

beforeAll(async () => {
  aws = await startDemoAws({ functions: 60, accounts: 1, rateScale: 0, anchorMs: NOW_MS, now: () => nowMs })
  db = await createTestDatabase()
  accountId = aws.accounts[0]?.id ?? ''
  await createAccount(db, { id: accountId, enabledRegions: [REGION] })
  await createFunction(db, { accountId, name: 'checkout-api' })
  const key = { accountId, region: REGION, namespace: 'AWS/Lambda', stat: 'Sum' as const, metric: 'Errors' }
  const point = (minutesAgo: number, value: number) => ({
    at: new Date(NOW_MS - minutesAgo * MINUTE_MS),
    value,
  })
  await savePoints(db.pool, [
    {
      key: { ...key, dimension: 'checkout-api' },
      periodSeconds: 300,
      points: [point(10, 90), point(15, 80)],
    },
    { key: { ...key, dimension: 'calm' }, periodSeconds: 300, points: [point(10, 1)] },
  ])
})
afterEach(() => aws.setFaults([]))
afterAll(async () => {
  await aws.close()
  await db.drop()
})

describe('reading the log of a function in trouble', () => {
  it('is not done where that is switched off', async () => {
    for (const mode of ['never', 'asked'])
      await worker({ SIGHTLINE_READ_LOGS: mode }).run(readFailures, { accountId })
    expect(await runs()).toEqual([])
  })

  it('waits for hours after it was denied', async () => {
    aws.setFaults([{ service: 'logs', operation: 'FilterLogEvents', kind: 'denied' }])
    const { run } = worker()
    await run(readFailures, { accountId })
    nowMs += 60 * MINUTE_MS
    aws.setFaults([])
    await run(readFailures, { accountId })
    expect(await runs()).toHaveLength(1)
    await db.pool.query('DELETE FROM collector_cursor')
    nowMs = NOW_MS
  })

  it('stores what failed and why, period by period', async () => {
    await worker().run(readFailures, { accountId })
    const [read, timeouts] = [await countsOf('FailuresRead'), await countsOf('ConfirmedTimeouts')]
    expect(read.length).toBe(3)
    expect(Math.max(...timeouts)).toBeGreaterThan(20)
    expect(await countsOf('OutOfMemory')).toEqual(read.map(() => 0))
  })

  it('is not done again at once', async () => {
    const before = (await runs()).length
    nowMs += 3 * MINUTE_MS
    await worker().run(readFailures, { accountId })
    expect(await runs()).toHaveLength(before)
  })
})
