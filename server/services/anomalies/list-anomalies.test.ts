import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { savePoints } from '#server/store/save-points.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { listAnomalies } from './list-anomalies.ts'
import { listAnomaliesQuery } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const ids: string[] = []

type Incident = {
  hoursAgo: number
  severity: string
  functions: string[]
  kind: string
  metric: string
  ended?: boolean
  origin?: string
  maintained?: boolean
  told?: boolean
}

async function create(incident: Incident): Promise<void> {
  const { hoursAgo, severity, functions, kind, metric, ended = true, origin = 'none' } = incident
  const startedAt = new Date(NOW - hoursAgo * HOUR_MS)
  const lastSeenAt = new Date(startedAt.getTime() + 30 * MINUTE_MS)
  const window = incident.maintained
    ? await database.prisma.maintenanceWindow.create({
        data: {
          kind: 'once',
          startsAt: startedAt,
          endsAt: lastSeenAt,
          days: [],
          reason: 'The database moves',
          createdBy: 'ada',
          createdAt: startedAt,
        },
      })
    : null
  const { id } = await database.prisma.metricIncident.create({
    data: {
      accountId: ACCOUNT_ID,
      region: REGION,
      startedAt,
      lastSeenAt,
      endedAt: ended ? lastSeenAt : null,
      severity,
      title: `Unusual ${metric} on ${functions.join(', ')}`,
      summary: 'Summary.',
      impact: severity === 'info' ? null : '80 more errors than usual',
      origin,
      originText: 'No common cause found',
      originDetail: { eventIds: ['event-1'], subject: 'orders-api', covers: functions },
      functions,
      maintenanceId: window?.id ?? null,
      toldBy: incident.told ? [{ ruleId: 'throttles', functionName: functions[0] ?? null }] : [],
    },
  })
  ids.push(id)
  for (const name of functions) {
    const key = {
      accountId: ACCOUNT_ID,
      region: REGION,
      namespace: 'AWS/Lambda',
      metric,
      stat: 'Sum' as const,
      dimension: name,
    }
    await savePoints(database.pool, [{ key, periodSeconds: 300, points: [{ at: startedAt, value: 9 }] }])
    const series = await database.prisma.metricSeries.findFirstOrThrow({ where: key })
    await database.prisma.metricAnomaly.create({
      data: {
        seriesId: series.id,
        accountId: ACCOUNT_ID,
        region: REGION,
        functionName: name,
        metric,
        stat: 'Sum',
        startedAt,
        lastAt: lastSeenAt,
        peakAt: startedAt,
        periods: 6,
        kind,
        score: 0.9,
        value: 90,
        expected: 5,
        excess: 85,
        explanation: '18 times the usual for Friday 05:00',
        settled: true,
        incidentId: id,
      },
    })
  }
}

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  await createFunction(database, { name: 'orders-api' })
  await create({
    hoursAgo: 1,
    severity: 'info',
    functions: ['mailer'],
    kind: 'spike',
    metric: 'Invocations',
    ended: false,
  })
  await create({
    hoursAgo: 3,
    severity: 'high',
    functions: ['orders-api', 'refunds'],
    kind: 'spike',
    metric: 'Errors',
    origin: 'deployment',
  })
  await create({
    hoursAgo: 5,
    severity: 'medium',
    functions: ['refunds'],
    kind: 'silence',
    metric: 'Invocations',
    maintained: true,
  })
  await create({
    hoursAgo: 6,
    severity: 'medium',
    functions: ['resize'],
    kind: 'spike',
    metric: 'Throttles',
    told: true,
  })
  await create({ hoursAgo: 60, severity: 'high', functions: ['old'], kind: 'drop', metric: 'Invocations' })
})
afterAll(() => database.drop())

const list = (query: Record<string, unknown> = {}) =>
  listAnomalies(makeContext(database, 'viewer'), listAnomaliesQuery.parse(query))
const indexes = async (query: Record<string, unknown>) =>
  (await list(query)).items.map(({ id }) => ids.indexOf(id))

describe('listAnomalies', () => {
  it('gives the incidents of the range with their anomalies, the newest first', async () => {
    const { items, total } = await list()
    expect(total).toBe(4)
    expect(items[1]).toMatchObject({
      id: ids[1],
      origin: { kind: 'deployment', eventIds: ['event-1'], subject: 'orders-api' },
      anomalyCount: 2,
      handling: 'noted',
    })
    const [first] = items[1]?.anomalies.filter(({ functionName }) => functionName === 'orders-api') ?? []
    expect(first).toMatchObject({ metric: 'Errors', kind: 'spike', value: 90, expected: 5 })
    expect(first?.functionId).toEqual(expect.any(Number))
  })

  it.each([
    [{ range: '7d' }, [0, 1, 2, 3, 4]],
    [{ sort: 'severity' }, [1, 2, 3, 0]],
    [{ state: 'open' }, [0]],
    [{ state: 'ended' }, [1, 2, 3]],
    [{ severity: 'high,medium' }, [1, 2, 3]],
    [{ kind: 'silence' }, [2]],
    [{ metric: 'Errors' }, [1]],
    [{ function: 'refunds' }, [1, 2]],
    [{ origin: 'deployment' }, [1]],
    [{ handling: 'maintenance' }, [2]],
    [{ handling: 'other-alerts' }, [3]],
    [{ q: 'resize' }, [3]],
    [{ accounts: '999999999999' }, []],
    [{ page: 2, pageSize: 3 }, [3]],
  ])('filters, sorts and pages by %j', async (query, expected) => {
    expect(await indexes(query)).toEqual(expected)
  })

  it('gives one incident by its id, whatever its time', async () => {
    expect(await indexes({ range: '1h', incident: ids[4] })).toEqual([4])
  })

  it('counts facets, each without its own filter', async () => {
    const { facets, total } = await list({ severity: 'high' })
    expect(total).toBe(1)
    expect(facets.severity.map(({ value, count }) => [value, count])).toEqual([
      ['medium', 2],
      ['high', 1],
      ['info', 1],
    ])
    expect(facets.kind.map(({ value, count }) => [value, count])).toEqual([['spike', 1]])
  })

  it('says which window held it back', async () => {
    const { items } = await list({ handling: 'maintenance' })
    expect(items[0]?.maintenance?.reason).toBe('The database moves')
  })
})
