import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { readCursor } from '#server/store/cursors.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
import { savePoints } from '#server/store/save-points.ts'
import { ACCOUNT_ID, createAccount, createFunction, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { type MetricsCursor, pollMetrics } from './poll-metrics.ts'

const START_MS = Date.UTC(2026, 10, 20, 12)
const CORE = ['Invocations', 'Errors', 'Throttles', 'Duration']
const PLACE = { accountId: ACCOUNT_ID, region: REGION }

type Asked = { name: string; metric: string; stat: string; period: number; fromMs: number; toMs: number }

let aws: TestAws
let clients: ClientPool
let db: Awaited<ReturnType<typeof createTestDatabase>>
let nowMs = START_MS
let asked: Asked[] = []
/** What ListMetrics names, and the value of each period. */
let active: Record<string, string[]> = {}
let valueAt: (one: Asked, atMs: number) => number | undefined = () => 100
let stateOf: (one: Asked) => string = () => 'Complete'
let headers: Record<string, string> = {}

beforeAll(async () => {
  db = await createTestDatabase()
  aws = await startTestAws(({ operation, json }) => {
    const request = asObject(json)
    if (operation === 'ListMetrics') {
      const metrics = Object.entries(active).flatMap(([name, list]) =>
        list.map((MetricName) => ({ MetricName, Dimensions: [{ Name: 'FunctionName', Value: name }] })),
      )
      return { headers, body: { Metrics: metrics } }
    }
    const [fromMs, toMs] = [Number(request.StartTime) * 1000, Number(request.EndTime) * 1000]
    const results = asArray(request.MetricDataQueries).map((item) => {
      const { Id, MetricStat } = asObject(item)
      const { Metric, Period, Stat } = asObject(MetricStat)
      const { MetricName, Dimensions } = asObject(Metric)
      const name = asText(asObject(asArray(Dimensions)[0]).Value) ?? ''
      const one = {
        name,
        metric: String(MetricName),
        stat: String(Stat),
        period: Number(Period),
        fromMs,
        toMs,
      }
      asked.push(one)
      const stepMs = one.period * 1000
      const times = Array.from(
        { length: Math.round((toMs - fromMs) / stepMs) },
        (_, i) => fromMs + i * stepMs,
      )
      const points = times.flatMap((atMs) => {
        const value = atMs < nowMs ? valueAt(one, atMs) : undefined
        return value === undefined ? [] : [{ atMs, value }]
      })
      const StatusCode = stateOf(one)
      const kept = StatusCode === 'Complete' ? points : []
      return {
        Id,
        StatusCode,
        Timestamps: kept.map(({ atMs }) => atMs / 1000),
        Values: kept.map(({ value }) => value),
      }
    })
    return { headers, body: { MetricDataResults: results } }
  })
})
beforeEach(async () => {
  clients = testPool(aws.url)
  nowMs = START_MS
  active = {}
  headers = {}
  asked = []
  valueAt = ({ metric }) => (metric === 'Errors' || metric === 'Throttles' ? 0 : 100)
  stateOf = () => 'Complete'
  await db.pool.query(
    'TRUNCATE aws_account, resource, metric_point, metric_watch, watch_spend, collector_cursor, collector_run, alert CASCADE',
  )
  await createAccount(db, { enabledRegions: [REGION] })
})
afterAll(async () => {
  clients.close()
  await aws.close()
  await db.drop()
})

const worker = () => createWorker(db, { clock: () => nowMs, aws: { clients, register: () => undefined } })

/** Polls once a minute, and gives the names that were asked for, in each minute. */
async function pollFor(minutes: number): Promise<string[][]> {
  const rounds: string[][] = []
  for (let i = 0; i < minutes; i += 1) {
    asked = []
    await worker().run(pollMetrics, PLACE)
    rounds.push([...new Set(asked.map(({ name }) => name))].sort())
    nowMs += MINUTE_MS
  }
  return rounds
}
const times = (rounds: string[][], name: string) => rounds.filter((names) => names.includes(name)).length
const setBudget = (usd: number) =>
  db.pool.query(`INSERT INTO watch_budget VALUES ($1, $2, 'test', now())`, [ACCOUNT_ID, usd])
const cursor = () => readCursor<MetricsCursor>(db.pool, { collector: 'poll-metrics', ...PLACE })
async function functionsOf(...names: string[]): Promise<void> {
  for (const name of names) await createFunction(db, { name })
  active = Object.fromEntries(names.map((name) => [name, [...CORE, 'AsyncEventsReceived']]))
}
async function pointsOf(name: string, metric: string, period: number): Promise<[number, number][]> {
  const { rows } = await db.pool.query(
    `SELECT extract(epoch FROM p.at)::float8 * 1000 AS at, p.value FROM metric_point p JOIN metric_series s ON s.id = p.series_id
     WHERE s.dimension = $1 AND s.metric = $2 AND s.stat = 'Sum' AND p.period_seconds = $3 ORDER BY p.at`,
    [name, metric, period],
  )
  return rows.map(({ at, value }) => [at, value])
}

describe('how often metrics are asked for', () => {
  it('follows what functions do', async () => {
    await functionsOf('busy', 'seldom', 'idle', 'failing')
    delete active.idle
    valueAt = ({ name, metric }, atMs) => {
      if (name === 'failing' && metric === 'Errors') return 50
      if (metric === 'Errors' || metric === 'Throttles') return 0
      if (name === 'seldom') return atMs % HOUR_MS === 0 ? 1 : undefined
      return name === 'idle' ? undefined : 100
    }
    expect((await pollFor(1))[0]).toEqual(['', 'busy', 'failing', 'idle', 'seldom'])
    const rounds = await pollFor(60)
    expect({
      account: times(rounds, ''),
      failing: times(rounds, 'failing'),
      busy: times(rounds, 'busy'),
      seldom: times(rounds, 'seldom'),
      idle: times(rounds, 'idle'),
    }).toEqual({ account: 60, failing: 60, busy: 12, seldom: 1, idle: 0 })
    expect((await cursor())?.plan?.functions).toEqual({ troubled: 1, active: 1, quiet: 1, idle: 1 })
  })

  it('asks each minute of a function in trouble, and stores what five minutes come to', async () => {
    await functionsOf('failing')
    valueAt = ({ metric, period }) => (metric === 'Throttles' ? 0 : period / 60)
    await pollFor(12)
    const minutes = asked.filter(({ metric }) => metric === 'Invocations')
    expect(minutes).toMatchObject([
      { name: '', period: 60 },
      { name: 'failing', period: 60 },
    ])
    expect((minutes[1]?.fromMs ?? 1) % (5 * MINUTE_MS)).toBe(0)
    const points = await pointsOf('failing', 'Errors', 300)
    const ended = points.filter(([atMs]) => atMs + 5 * MINUTE_MS <= START_MS + 10 * MINUTE_MS)
    expect(ended.length).toBeGreaterThan(20)
    expect(ended.every(([, value]) => value === 5)).toBe(true)
  })

  it('makes hours of what it asked for, and leaves everybody else’s alone', async () => {
    await functionsOf('orders')
    const at = new Date(START_MS - 8 * HOUR_MS)
    await savePoints(
      db.pool,
      [PLACE, { ...PLACE, accountId: '999988887777' }].map((place) => ({
        key: { ...place, namespace: 'AWS/Lambda', metric: 'Invocations', stat: 'Sum', dimension: 'others' },
        periodSeconds: 300,
        points: [{ at, value: 1 }],
      })),
    )
    await pollFor(1)
    expect((await pointsOf('orders', 'Invocations', 3600)).length).toBeGreaterThan(20)
    expect(await pointsOf('others', 'Invocations', 3600)).toEqual([])
  })

  it('does not let some minutes of five stand for all of them', async () => {
    await functionsOf('calms-down')
    valueAt = ({ metric, period }, atMs) =>
      metric === 'Errors' && atMs >= START_MS ? 0 : metric === 'Throttles' ? 0 : period / 60
    await pollFor(70)
    await rollUpPoints(db.pool, nowMs)
    const points = await pointsOf('calms-down', 'Invocations', 300)
    const ended = points.filter(([atMs]) => atMs + 10 * MINUTE_MS <= nowMs)
    expect(ended.filter(([, value]) => value !== 5)).toEqual([])
  })

  it('looks again at a function that wakes, from before it was listed', async () => {
    await functionsOf('sleeper')
    active = {}
    valueAt = () => undefined
    expect(times(await pollFor(65), 'sleeper')).toBe(1)
    const wokeMs = nowMs - 20 * MINUTE_MS
    active = { sleeper: CORE }
    valueAt = (_, atMs) => (atMs >= wokeMs ? 7 : undefined)
    await pollFor(31)
    expect((await pointsOf('sleeper', 'Invocations', 300)).length).toBeGreaterThan(3)
  })

  it('looks at every function when the account rises, each minute at none', async () => {
    await functionsOf('busy', 'seldom', 'idle')
    delete active.idle
    const roseMs = START_MS + 22 * MINUTE_MS
    valueAt = ({ name, metric, period }, atMs) => {
      if (metric === 'Errors' || metric === 'Throttles') return 0
      if (name === 'seldom') return atMs % HOUR_MS === 0 ? 1 : undefined
      if (name === 'idle') return atMs + period * 1000 > roseMs ? 300 : undefined
      return name === '' && atMs >= roseMs ? 400 : 100
    }
    await pollFor(22)
    const rounds = await pollFor(9)
    expect(times(rounds, 'idle')).toBeGreaterThan(0)
    expect(times(rounds, 'seldom')).toBeGreaterThan(0)
    expect(times(rounds, 'seldom')).toBeLessThan(4)
    const found = await db.pool.query(
      `SELECT per_hour > 12 AS busy FROM metric_watch WHERE function_name = 'idle'`,
    )
    expect(found.rows).toEqual([{ busy: true }])
    expect(times(await pollFor(10), 'idle')).toBeGreaterThan(1)
  })

  it('takes late points and corrections', async () => {
    await functionsOf('busy')
    await pollFor(6)
    valueAt = ({ metric }) => (metric === 'Errors' || metric === 'Throttles' ? 0 : 250)
    await pollFor(6)
    const points = await pointsOf('busy', 'Invocations', 300)
    expect(points.find(([atMs]) => atMs === START_MS - 10 * MINUTE_MS)?.[1]).toBe(250)
    expect(points.find(([atMs]) => atMs === START_MS - 2 * HOUR_MS)?.[1]).toBe(100)
  })

  it('asks again from where it was for what was not answered, and for nothing else', async () => {
    await functionsOf('answered', 'refused')
    await pollFor(1)
    stateOf = ({ name }) => (name === 'refused' ? 'InternalError' : 'Complete')
    await pollFor(10)
    stateOf = () => 'Complete'
    await pollFor(5)
    const { rows } = await db.pool.query<{ name: string; core_until: Date }>(
      'SELECT function_name AS name, core_until FROM metric_watch ORDER BY 1',
    )
    expect(rows.every(({ core_until }) => core_until.getTime() > START_MS + 10 * MINUTE_MS)).toBe(true)
    const points = await pointsOf('refused', 'Invocations', 300)
    const between = points.filter(([atMs]) => atMs >= START_MS && atMs < START_MS + 10 * MINUTE_MS)
    expect(between).toHaveLength(2)
  })
})

describe('the budget', () => {
  it('slows functions and keeps the account as a whole, and says so', async () => {
    await functionsOf('busy', 'busier')
    await setBudget(1)
    await pollFor(2)
    const rounds = await pollFor(30)
    expect(times(rounds, '')).toBe(30)
    expect(times(rounds, 'busy')).toBeLessThan(6)
    const { rows } = await db.pool.query('SELECT sum(cost_usd) AS usd FROM watch_spend')
    expect(rows[0].usd).toBeGreaterThan(0)
    const slowed = (await cursor())?.plan?.slowed ?? []
    expect(slowed.map(({ group, activity }) => [group, activity])).toEqual([
      ['core', 'active'],
      ['rare', 'active'],
    ])
  })

  it('of nothing asks nothing that costs', async () => {
    await functionsOf('busy')
    await setBudget(0)
    const rounds = await pollFor(3)
    expect(times(rounds, '')).toBe(0)
    expect(times(rounds, 'busy')).toBe(0)
    expect((await cursor())?.plan?.slowed.at(-1)).toMatchObject({ group: 'account', slowestS: 0 })
  })

  it('counts what the account’s other regions want', async () => {
    await functionsOf('busy')
    await setBudget(5)
    const wanted = { account: 0.0036, troubled: 0, others: 50 }
    await db.pool.query(`INSERT INTO collector_cursor VALUES ('poll-metrics', $1, 'us-east-1', $2, $3)`, [
      ACCOUNT_ID,
      { plan: { wanted } },
      new Date(nowMs),
    ])
    await pollFor(1)
    expect((await cursor())?.plan?.slowed.length).toBeGreaterThan(0)
  })
})

describe('a clock that is off', () => {
  it('is told of, and AWS’s time is used for metrics', async () => {
    headers = { date: new Date(Date.now() - 10.5 * MINUTE_MS).toUTCString() }
    await functionsOf('busy')
    await pollFor(2)
    const last = asked.find(({ name }) => name === '')
    expect(nowMs - MINUTE_MS - (last?.toMs ?? 0)).toBeGreaterThan(8 * MINUTE_MS)
    const { rows } = await db.pool.query(
      `SELECT problems->0->>'code' AS code, problems->0->>'message' AS message FROM collector_run
       WHERE collector = 'lambda-metrics' ORDER BY id DESC LIMIT 1`,
    )
    expect(rows).toMatchObject([{ code: 'ClockSkew', message: expect.stringContaining('10 min ahead') }])
    expect((await cursor())?.clockSkewMs).toBeGreaterThan(9 * MINUTE_MS)
  })
})

it('goes back no further than a function’s pace needs, and has hours fetched after a long pause', async () => {
  await functionsOf('busy')
  await pollFor(1)
  nowMs += 3 * DAY_MS
  await pollFor(1)
  const oldest = asked.filter(({ name }) => name === 'busy').map(({ fromMs }) => fromMs)
  expect(Math.min(...oldest)).toBeGreaterThan(nowMs - 27 * HOUR_MS)
})
