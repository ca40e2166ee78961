import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { hourFolder } from '#server/domain/trail-sources/stream-file-key.ts'
import { listSource } from '#server/jobs/list-source.ts'
import { pollMetrics } from '#server/jobs/poll-metrics.ts'
import { getWatchCost } from '#server/services/watch-cost/get-watch-cost.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { FakeBucket } from '#server/testing/fake-bucket.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { type TrialStep, trySource } from './try-source.ts'

const PREFIX = 'lambda/'
const SOURCE = {
  kind: 'metric-stream' as const,
  name: 'metrics',
  address: `s3://metrics/${PREFIX}`,
  settings: { backDays: 1 },
  accountId: ACCOUNT_ID,
  region: REGION,
}
let db: Awaited<ReturnType<typeof createTestDatabase>>
let aws: TestAws
let clients: ClientPool
let bucket: FakeBucket
let sourceId = ''
let nowMs = NOW
let queries: string[] = []

beforeAll(async () => {
  db = await createTestDatabase()
  await createAccount(db, { enabledRegions: [REGION] })
  await createFunction(db, { name: 'orders-api' })
  aws = await startTestAws((request) => {
    const { operation, json } = request
    if (operation === 'ListMetrics') return { body: { Metrics: [] } }
    if (operation !== 'GetMetricData') return bucket.answer(request)
    const asked = asArray(asObject(json).MetricDataQueries).map(asObject)
    queries.push(...asked.map(({ MetricStat }) => JSON.stringify(MetricStat)))
    return { body: { MetricDataResults: asked.map(({ Id }) => ({ Id, StatusCode: 'Complete' })) } }
  })
  clients = testPool(aws.url)
})
afterAll(async () => {
  clients.close()
  await aws.close()
  await db.drop()
})
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE metric_point, metric_watch, metric_feed, trail_reject, trail_source, collector_cursor, collector_run, watch_spend CASCADE',
  )
  bucket = new FakeBucket('metrics')
  nowMs = NOW
  queries = []
  sourceId = (await db.prisma.trailSource.create({ data: { ...SOURCE, createdBy: 'Ada' } })).id
})

const worker = () => createWorker(db, { clock: () => nowMs, aws: { clients, register: () => undefined } })
const list = () => worker().run(listSource, { sourceId })
const source = () => db.prisma.trailSource.findUniqueOrThrow({ where: { id: sourceId } })
const rejects = async () =>
  (await db.pool.query('SELECT reason, count, place FROM trail_reject ORDER BY reason')).rows

const line = (atMs: number, sum: number, change: object = {}) =>
  JSON.stringify({
    metric_stream_name: 'lambda',
    account_id: ACCOUNT_ID,
    region: REGION,
    namespace: 'AWS/Lambda',
    metric_name: 'Invocations',
    dimensions: { FunctionName: 'orders-api' },
    timestamp: atMs,
    value: { count: sum, sum, max: 1, min: 1 },
    unit: 'Count',
    ...change,
  })

let files = 0
function put(atMs: number, lines: string[], name?: string): void {
  files += 1
  const stamp = new Date(atMs).toISOString().slice(0, 19).replace(/[T:]/g, '-')
  const id = `00000000-0000-0000-0000-${String(files).padStart(12, '0')}`
  bucket.objects.set(
    `${PREFIX}${hourFolder(atMs)}/${name ?? `stream-1-${stamp}-${id}`}`,
    `${lines.join('\n')}\n`,
  )
}

async function pointsOf(metric: string, stat: string, period: number): Promise<[number, number][]> {
  const { rows } = await db.pool.query(
    `SELECT extract(epoch FROM p.at)::float8 * 1000 AS at, p.value FROM metric_point p JOIN metric_series s ON s.id = p.series_id
     WHERE s.dimension = 'orders-api' AND s.metric = $1 AND s.stat = $2 AND p.period_seconds = $3 ORDER BY p.at`,
    [metric, stat, period],
  )
  return rows.map(({ at, value }) => [at, value])
}
const minute = (ago: number) => Math.floor(NOW / MINUTE_MS) * MINUTE_MS - ago * MINUTE_MS

describe('a metric stream in a bucket', () => {
  it('brings minutes, of which five minutes are made, each file once, and corrections by upsert', async () => {
    put(
      minute(20),
      Array.from({ length: 10 }, (_, i) => line(minute(30 - i), 6)),
    )
    await list()
    expect(await source()).toMatchObject({ status: 'ok', statusText: '', records: 10n })
    expect(await pointsOf('Invocations', 'Sum', 60)).toHaveLength(10)
    await list()
    expect((await source()).records).toBe(10n)
    put(minute(5), [line(minute(28), 60), line(minute(6), 3)])
    await list()
    const points = await pointsOf('Invocations', 'Sum', 60)
    expect(points).toHaveLength(11)
    expect(points.find(([atMs]) => atMs === minute(28))?.[1]).toBe(60)
    await rollUpPoints(db.pool, nowMs)
    expect((await pointsOf('Invocations', 'Sum', 300)).reduce((sum, [, value]) => sum + value, 0)).toBe(
      9 * 6 + 63,
    )
  })

  it('keeps the statistics that polling keeps', async () => {
    const duration = {
      metric_name: 'Duration',
      unit: 'Milliseconds',
      value: { count: 2, sum: 300, max: 200, min: 100, p95: 190 },
    }
    put(minute(10), [line(minute(12), 1, duration)])
    await list()
    expect(await pointsOf('Duration', 'Sum', 60)).toEqual([[minute(12), 300]])
    expect(await pointsOf('Duration', 'Maximum', 60)).toEqual([[minute(12), 200]])
    expect(await pointsOf('Duration', 'p95', 60)).toEqual([[minute(12), 190]])
  })

  it('counts what is of no use with the reason, and takes the rest', async () => {
    put(minute(10), [
      line(minute(12), 5),
      line(minute(12), 5, { namespace: 'AWS/EC2' }),
      line(minute(11), 5, { namespace: 'AWS/EC2' }),
      line(minute(12), 5, { unit: 'Bananas' }),
      line(minute(12), 5, { value: { sum: 'NaN', max: 1, count: 1 } }),
      line(minute(12), 5, { account_id: '999988887777' }),
      line(NOW + DAY_MS, 5),
      '{"broken',
    ])
    put(minute(9), ['\u0012\u0003binary'])
    put(minute(8), [line(minute(9), 5)], 'somebody-elses.json')
    await list()
    expect(await pointsOf('Invocations', 'Sum', 60)).toEqual([[minute(12), 5]])
    expect((await rejects()).map(({ reason, count }) => [reason, count])).toEqual([
      ['bad-value', 1],
      ['broken-json', 1],
      ['impossible-time', 1],
      ['other-namespace', 2],
      ['unknown-account', 1],
      ['unknown-format', 1],
      ['unknown-format', 1],
      ['unknown-unit', 1],
    ])
  })

  it('counts any number of useless lines in a few rows', async () => {
    const useless = Array.from({ length: 30_000 }, (_, i) => [
      '{}',
      line(minute(12), 5, { namespace: `made-up-${i}` }),
    ])
    put(minute(10), [...useless.flat(), line(minute(12), 5)])
    await list()
    expect(await pointsOf('Invocations', 'Sum', 60)).toEqual([[minute(12), 5]])
    const rows = await rejects()
    const countOf = (reason: string) =>
      rows.filter((row) => row.reason === reason).reduce((sum, { count }) => sum + count, 0)
    expect(rows.length).toBeLessThan(150)
    expect([countOf('not-a-metric'), countOf('other-namespace')]).toEqual([30_000, 30_000])
  })

  it('is tried before it is saved', async () => {
    const steps = async () => {
      const found: TrialStep[] = []
      for await (const step of trySource(worker().context, SOURCE, new AbortController().signal))
        found.push(step)
      return found.map(({ state, text }) => [state, text])
    }
    expect((await steps()).at(-1)).toEqual(['unknown', 'No file of the last day was found to try it on.'])
    put(minute(10), [line(minute(12), 5)])
    expect((await steps()).at(-1)).toEqual(['ok', '1 of 1 lines are metrics of Lambda.'])
    put(minute(5), ['\u0012\u0003binary'])
    expect((await steps()).at(-1)).toEqual(['failed', expect.stringContaining('OpenTelemetry')])
  })
})

/** What an invocation brings, of the function and of the account. */
const invoked = (atMs: number, names: string[]) =>
  names.flatMap((metric_name) => {
    const unit = metric_name === 'Duration' ? 'Milliseconds' : 'Count'
    return [{}, { dimensions: {} }].map((change) => line(atMs, 5, { metric_name, unit, ...change }))
  })
const CORE = ['Invocations', 'Errors', 'Throttles', 'Duration']

describe('polling', () => {
  it('leaves functions alone while a stream brings their minutes, and takes them up when it ends', async () => {
    put(minute(3), invoked(minute(4), [...CORE, 'ConcurrentExecutions']))
    await list()
    await worker().run(pollMetrics, { accountId: ACCOUNT_ID, region: REGION })
    expect(queries.filter((query) => query.includes('orders-api'))).toEqual([])
    const cost = async () => (await getWatchCost(makeContext(db, 'viewer', nowMs))).accounts[0]
    expect(await cost()).toMatchObject({
      feeds: [{ region: REGION, live: true, functions: true, points: 10 }],
    })
    expect((await cost())?.wantedUsdPerMonth).toBeLessThan(0.1)
    const before = queries.length
    nowMs += 10 * MINUTE_MS
    await worker().run(pollMetrics, { accountId: ACCOUNT_ID, region: REGION })
    expect(queries.length).toBe(before)
    const { rows } = await db.pool.query(
      `SELECT cursor->>'functionsUntil' AS until FROM collector_cursor WHERE collector = 'poll-metrics'`,
    )
    expect(rows).toEqual([{ until: new Date(minute(4)).toISOString() }])
    nowMs += HOUR_MS
    await worker().run(pollMetrics, { accountId: ACCOUNT_ID, region: REGION })
    expect(queries.some((query) => query.includes('orders-api'))).toBe(true)
    expect(await cost()).toMatchObject({ feeds: [{ live: false }] })
  })

  it('asks for functions as ever where a stream was told to send only some metrics', async () => {
    put(minute(3), invoked(minute(4), ['Invocations', 'Duration']))
    await list()
    await worker().run(pollMetrics, { accountId: ACCOUNT_ID, region: REGION })
    for (const metric of ['Errors', 'Throttles', 'AsyncEventsDropped'])
      expect(queries.some((query) => query.includes('orders-api') && query.includes(metric))).toBe(true)
    nowMs += 2 * MINUTE_MS
    queries = []
    await worker().run(pollMetrics, { accountId: ACCOUNT_ID, region: REGION })
    expect(queries.some((query) => query.includes('Errors'))).toBe(true)
    const { accounts } = await getWatchCost(makeContext(db, 'viewer', nowMs))
    expect(accounts[0]?.feeds).toMatchObject([{ live: true, functions: false }])
  })

  it('asks for what CloudWatch has of a function and a stream does not bring, and knows nothing else of it', async () => {
    const place = { accountId: ACCOUNT_ID, region: REGION }
    await worker().run(pollMetrics, place)
    await db.pool.query(
      `UPDATE metric_watch SET metrics = '{Invocations,AsyncEventsDropped}', per_hour = 1000, active_at = $1`,
      [new Date(nowMs)],
    )
    const untils = async () =>
      (await db.pool.query('SELECT core_until AS core, rare_until AS rare FROM metric_watch')).rows[0]
    nowMs += 10 * MINUTE_MS
    put(nowMs - MINUTE_MS, invoked(nowMs - 2 * MINUTE_MS, CORE))
    await list()
    queries = []
    await worker().run(pollMetrics, place)
    const own = queries.filter((query) => query.includes('orders-api'))
    expect(own.map((query) => /AsyncEventsDropped/.test(query))).toEqual([true])
    expect((await untils()).rare).toEqual(new Date(nowMs))
    const dropped = { metric_name: 'AsyncEventsDropped' }
    const newestMs = nowMs + 9 * MINUTE_MS
    nowMs += 10 * MINUTE_MS
    put(nowMs - MINUTE_MS, [...invoked(newestMs, CORE), line(newestMs, 1, dropped)])
    await list()
    queries = []
    await worker().run(pollMetrics, place)
    expect(queries.filter((query) => query.includes('orders-api'))).toEqual([])
    const until = new Date(Math.floor(newestMs / MINUTE_MS) * MINUTE_MS)
    expect(await untils()).toEqual({ core: until, rare: until })
  })

  it('counts what the bucket costs', async () => {
    put(minute(3), [line(minute(4), 5)])
    await list()
    const { byCollector } = await getWatchCost(makeContext(db, 'viewer', nowMs))
    expect(byCollector).toMatchObject([
      {
        collector: 'metric-stream',
        title: 'Metric streams in buckets',
        calls: 2,
        costUsd: expect.closeTo(5.4e-6),
      },
    ])
  })
})
