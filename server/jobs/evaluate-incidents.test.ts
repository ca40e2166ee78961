import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { savePoints } from '#server/store/save-points.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { evaluateMetrics } from './evaluate-metrics.ts'
import { scoreSeries } from './score-series.ts'

const ONSET = Date.parse('2026-11-20T09:00:00Z')
const STEP = 5 * MINUTE_MS
const PLACE = { accountId: ACCOUNT, region: REGION }
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    `TRUNCATE resource, resource_version, metric_point, series_model, metric_band, metric_anomaly, metric_incident, maintenance_window,
       alert, alert_entry, collector_cursor, trail_event CASCADE`,
  )
  await saveResources(db.pool, [functionRecord('orders-api')], {
    id: null,
    now: new Date(ONSET - 24 * HOUR_MS),
  })
})
afterAll(() => db.drop())

type ValueAt = (atMs: number) => number
/** Points of the five days before and up to some minutes after the onset. */
async function store(metric: string, minutes: number, valueAt: ValueAt, name = 'orders-api'): Promise<void> {
  const points = []
  for (let at = ONSET - 120 * HOUR_MS; at < ONSET + minutes * MINUTE_MS; at += STEP)
    points.push({ at: new Date(at), value: valueAt(at) })
  const key = { ...PLACE, namespace: 'AWS/Lambda', metric, stat: 'Sum' as const, dimension: name }
  await savePoints(db.pool, [{ key, periodSeconds: 300, points }])
}

/** Polls, scores and evaluates so many minutes after the onset. */
async function evaluateAfter(minutes: number): Promise<void> {
  const nowMs = ONSET + minutes * MINUTE_MS
  const until = new Date(nowMs).toISOString()
  const key = { collector: 'poll-metrics', ...PLACE }
  await moveCursor(db.pool, key, { accountUntil: until, functionsUntil: until }, new Date(nowMs))
  await createWorker(db, { clock: () => nowMs }).run(scoreSeries, PLACE)
  await evaluateMetrics(db.pool, ACCOUNT, new Date(nowMs))
}

const alerts = async () =>
  (
    await db.pool.query(
      'SELECT rule_id AS rule, state, severity, resource_name AS name, title FROM alert ORDER BY rule_id',
    )
  ).rows
const incidents = async () =>
  (
    await db.pool.query(
      'SELECT impact, told_by AS told, maintenance_id IS NOT NULL AS maintained FROM metric_incident',
    )
  ).rows
const steady = (atMs: number) => 1000 + ((atMs / STEP) % 7)
/** One in a hundred fails, and six in a hundred from the onset on: not enough for a rule with a fixed limit. */
const failing = (atMs: number) => (atMs >= ONSET ? 150 : 20 + ((atMs / STEP) % 5))

/** Somebody sets the function's concurrency to nothing, two minutes before. */
async function saveStop(): Promise<void> {
  const record = trailRecord({
    eventTime: new Date(ONSET - 2 * MINUTE_MS).toISOString(),
    eventSource: 'lambda.amazonaws.com',
    eventName: 'PutFunctionConcurrency20171031',
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    requestParameters: { functionName: 'orders-api', reservedConcurrentExecutions: 0 },
  })
  await saveEvents(db.pool, [record])
}

async function maintain(minutes: number, functionName: string | null = null): Promise<void> {
  await db.pool.query(
    `INSERT INTO maintenance_window (kind, function_name, starts_at, ends_at, days, reason, created_by, created_at)
     VALUES ('once', $3, $1, $2, '{}', 'The database moves', 'ada', $1)`,
    [new Date(ONSET - HOUR_MS), new Date(ONSET + minutes * MINUTE_MS), functionName],
  )
}

describe('incidents and alerts', () => {
  it('raises one alert for an incident that no other rule tells of', async () => {
    await store('Invocations', 10, steady)
    await store('Errors', 10, (at) => (at >= ONSET ? 75 : 22 + ((at / STEP) % 3)))
    await evaluateAfter(11)
    await evaluateAfter(12)
    expect(await alerts()).toMatchObject([
      { rule: 'metric-anomaly', state: 'firing', name: 'orders-api', title: 'Unusual errors on orders-api' },
    ])
  })

  it.each([
    ['while it goes on', 10],
    ['when it has ended', 35],
  ])('resolves the alert of an incident that later points correct away %s', async (_when, minutes) => {
    const steadily = (at: number) => 22 + ((at / STEP) % 3)
    await store('Invocations', minutes, steady)
    await store('Errors', minutes, (at) => (at >= ONSET && at < ONSET + 2 * STEP ? 75 : steadily(at)))
    await evaluateAfter(minutes + 1)
    expect(await alerts()).toMatchObject([{ rule: 'metric-anomaly', state: 'firing' }])
    await store('Invocations', minutes + 5, steady)
    await store('Errors', minutes + 5, steadily)
    await evaluateAfter(minutes + 6)
    expect(await incidents()).toEqual([])
    expect(await alerts()).toMatchObject([{ rule: 'metric-anomaly', state: 'resolved' }])
  })

  it('leaves it to the rule that tells of it already, and notes that', async () => {
    await store('Invocations', 10, steady)
    await store('Errors', 10, (at) => (at >= ONSET ? 600 : failing(at)))
    await evaluateAfter(11)
    expect((await alerts()).map(({ rule }) => rule)).toEqual(['errors-burst'])
    expect(await incidents()).toMatchObject([
      { told: [{ ruleId: 'errors-burst', functionName: 'orders-api' }] },
    ])
  })

  it('notes what is unusual and does nothing, and alerts nobody', async () => {
    await store('Invocations', 10, (at) => (at >= ONSET ? 2500 : steady(at)))
    await evaluateAfter(11)
    expect(await alerts()).toEqual([])
    expect(await incidents()).toMatchObject([{ impact: null }])
  })

  it('tells of a function that gets nothing any more, and resolves it when it does', async () => {
    await store('Invocations', 0, steady)
    await store('Invocations', 10, steady, 'refunds')
    await evaluateAfter(12)
    const stopped = { rule: 'silent-stop', severity: 'high', name: 'orders-api' }
    expect(await alerts()).toMatchObject([{ ...stopped, state: 'firing' }])
    await store('Invocations', 60, steady, 'refunds')
    await store('Invocations', 60, (at) => (at >= ONSET && at < ONSET + 10 * MINUTE_MS ? 0 : steady(at)))
    await evaluateAfter(61)
    expect(await alerts()).toMatchObject([{ ...stopped, state: 'resolved' }])
  })

  it('knows who stopped it, and says so in a low voice', async () => {
    await store('Invocations', 0, steady)
    await store('Invocations', 10, steady, 'refunds')
    await saveStop()
    await evaluateAfter(12)
    expect(await alerts()).toMatchObject([
      { rule: 'silent-stop', severity: 'low', title: 'orders-api was stopped' },
    ])
  })

  it('waits where everybody falls silent at once: metrics are late', async () => {
    for (const name of ['orders-api', 'refunds', 'mailer', 'prices'])
      await store('Invocations', 0, steady, name)
    await evaluateAfter(12)
    expect(await alerts()).toEqual([])
    await evaluateAfter(36)
    expect((await alerts()).map(({ rule }) => rule)).toEqual(Array.from({ length: 4 }, () => 'silent-stop'))
  })

  it('says nothing of a function that is gone', async () => {
    await store('Invocations', 0, steady)
    await db.pool.query(`UPDATE resource SET deleted_at = $1 WHERE name = 'orders-api'`, [new Date(ONSET)])
    await evaluateAfter(12)
    expect(await alerts()).toEqual([])
  })

  it('lets alerts sleep while there is maintenance, and shows that', async () => {
    await maintain(60)
    await store('Invocations', 10, steady)
    await store('Errors', 10, (at) => (at >= ONSET ? 600 : failing(at)))
    await evaluateAfter(11)
    expect(await alerts()).toMatchObject([{ rule: 'errors-burst', state: 'snoozed' }])
    expect(await incidents()).toMatchObject([{ maintained: true }])
    const { rows } = await db.pool.query(`SELECT text FROM alert_entry WHERE kind = 'snoozed'`)
    expect(rows).toEqual([{ text: 'In maintenance until 2026-11-20 10:00 UTC: The database moves' }])
  })

  it('is quiet about what is only unusual while there is maintenance, and tells of what outlasts it', async () => {
    await maintain(10)
    const rising = (at: number) => (at >= ONSET ? 75 : 22 + ((at / STEP) % 3))
    await store('Invocations', 10, steady)
    await store('Errors', 10, rising)
    await evaluateAfter(11)
    expect(await alerts()).toEqual([])
    expect(await incidents()).toMatchObject([{ maintained: true }])
    await store('Invocations', 20, steady)
    await store('Errors', 20, rising)
    await evaluateAfter(21)
    expect(await alerts()).toMatchObject([{ rule: 'metric-anomaly', state: 'firing' }])
    expect(await incidents()).toMatchObject([{ maintained: false }])
  })

  it('tells of functions without maintenance that join an incident in it', async () => {
    await maintain(60, 'orders-*')
    const rising = (at: number) => (at >= ONSET ? 75 : 22 + ((at / STEP) % 3))
    for (const name of ['orders-api', 'refunds']) await store('Invocations', 15, steady, name)
    await store('Errors', 10, rising)
    await store('Errors', 5, (at) => 22 + ((at / STEP) % 3), 'refunds')
    await evaluateAfter(11)
    expect(await incidents()).toMatchObject([{ maintained: true }])
    await store('Errors', 15, rising)
    await store('Errors', 15, (at) => rising(at - STEP), 'refunds')
    await evaluateAfter(16)
    expect(await incidents()).toMatchObject([{ maintained: false }])
    expect(await alerts()).toMatchObject([{ rule: 'metric-anomaly', state: 'firing' }])
  })
})
