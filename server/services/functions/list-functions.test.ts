import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { listFunctionsRoute } from '#server/http/routes/functions.ts'
import { ensurePointPartitions } from '#server/store/partitions.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createAlert,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { listFunctions } from './list-functions.ts'
import { listFunctionsQuery } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const HOSTILE = `=cmd|'x'!A1<script>alert(1)</script>\u202E"; DROP TABLE resource; --%_\\`

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  const url = (authType: string) => known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType }])
  const id = await createFunction(database, {
    name: 'orders-api',
    runtime: known('python3.9'),
    urls: url('NONE'),
    tags: known({ owner: 'team-a', env: 'prod' }),
  })
  await createFunction(database, {
    name: 'orders-worker',
    urls: url('AWS_IAM'),
    tags: known({ owner: 'team-b', env: 'prod' }),
  })
  await createFunction(database, {
    name: 'billing',
    urls: denied('lambda:ListFunctionUrlConfigs'),
    description: known(HOSTILE),
  })
  await createFunction(database, {
    name: 'billing',
    region: 'us-east-1',
    memoryMb: known(128),
    versions: known([{ version: '9' }, { version: '10' }]),
  })
  await createAlert(database, { resourceId: id, severity: 'critical' })
  await createAlert(database, { resourceId: id, severity: 'low' })
  await createAlert(database, { resourceId: id, state: 'resolved', severity: 'critical' })
})
afterAll(() => database.drop())

const list = (query: Record<string, unknown> = {}) =>
  listFunctions(makeContext(database, 'viewer'), listFunctionsQuery.parse(query))
const names = async (query: Record<string, unknown>) =>
  (await list(query)).items.map((row) => `${row.name}@${row.region}`)

describe('the list of functions', () => {
  test.each([
    [{ runtime: 'python3.9' }, ['orders-api@eu-west-1']],
    [{ url: 'NONE,unknown', sort: 'name', order: 'asc' }, ['billing@eu-west-1', 'orders-api@eu-west-1']],
    [{ owner: 'none', sort: 'region', order: 'desc' }, ['billing@us-east-1', 'billing@eu-west-1']],
    [{ q: 'owner:team-a,team-b -url:AWS_IAM' }, ['orders-api@eu-west-1']],
    [{ q: 'ORDERS work' }, ['orders-worker@eu-west-1']],
    [{ q: 'nosuchkey:orders' }, []],
    [{ env: 'prod', alerting: 'no' }, ['orders-worker@eu-west-1']],
    [{ accounts: '999999999999' }, []],
    [{ regions: 'us-east-1' }, ['billing@us-east-1']],
    [{ deleted: 'yes' }, []],
    [{ sort: 'memoryMb', order: 'asc', pageSize: 1 }, ['billing@us-east-1']],
    [{ sort: 'alerts', pageSize: 1 }, ['orders-api@eu-west-1']],
    [{ sort: 'name', order: 'asc', pageSize: 1, page: 4 }, ['orders-worker@eu-west-1']],
  ])('%j', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  test('counts each facet without its own filter', async () => {
    const { facets, total } = await list({ url: 'NONE', env: 'prod' })
    expect(total).toBe(1)
    expect(facets.url).toEqual([
      { value: 'AWS_IAM', label: 'AWS_IAM', count: 1 },
      { value: 'NONE', label: 'NONE', count: 1 },
    ])
    expect(facets.owner).toEqual([{ value: 'team-a', label: 'team-a', count: 1 }])
    expect(facets.account).toEqual([{ value: ACCOUNT_ID, label: 'production', count: 1 }])
  })

  test('tells firing alerts, the newest version and what nobody could see', async () => {
    const { items } = await list({ sort: 'name' })
    expect(items.find((row) => row.name === 'orders-api')?.alerts).toEqual({ firing: 2, worst: 'critical' })
    expect(items.find((row) => row.region === 'us-east-1')?.version).toBe('10')
    expect(items.find((row) => row.name === 'billing' && row.region === REGION)?.urlAuth).toBe('unknown')
  })

  test.each([HOSTILE, '%', '_', '\\', "'", '$1', ':', '"', 'runtime:', '-'])(
    'takes %j as text to look for',
    async (q) => {
      const found = await names({ q: `${q}` })
      expect(found.filter((name) => name !== `billing@${REGION}`).length).toBeLessThanOrEqual(3)
    },
  )

  test('finds a hostile description as it is', async () => {
    expect(await names({ q: '"<script>alert(1)"' })).toEqual([`billing@${REGION}`])
  })

  test('answers CSV in which nothing runs', async () => {
    const response = await listFunctionsRoute.run({
      context: makeContext(database, 'viewer'),
      params: {},
      query: { format: 'csv' },
      body: undefined,
      request: new Request('http://x'),
    })
    const lines = (await (response as Response).text()).trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain('Name,ARN,Account')
  })
})

describe('metrics of a row', () => {
  const HOUR = 3_600_000
  const series = (metric: string, lastPointAt: Date | null) =>
    database.prisma.metricSeries.create({
      data: {
        accountId: ACCOUNT_ID,
        region: REGION,
        namespace: 'AWS/Lambda',
        metric,
        stat: 'Sum',
        dimension: 'orders-api',
        lastPointAt,
      },
    })

  test('add up coarse and fine points once each, and tell 0 from unknown', async () => {
    const top = Math.floor(NOW / HOUR) * HOUR
    const { id } = await series('Invocations', new Date(NOW - 120_000))
    await series('Errors', new Date(NOW - 120_000))
    const put = async (periodSeconds: 300 | 3600 | 86400, atMs: number, value: number) => {
      await ensurePointPartitions(database.pool, periodSeconds, [atMs])
      await database.prisma.metricPoint.create({
        data: { seriesId: id, periodSeconds, at: new Date(atMs), value },
      })
    }
    await put(3600, top - 3 * HOUR, 10)
    await put(300, top - 3 * HOUR, 10)
    await put(300, top - 2 * HOUR, 5)
    await put(300, top, 2)
    await put(3600, top, 2)
    await put(300, top - 30 * HOUR, 1000)
    const { items } = await list({ q: 'name:orders-api' })
    expect(items[0]?.invocations.total).toBe(17)
    expect(items[0]?.invocations.spark.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(17)
    expect(items[0]).toMatchObject({
      errors: { total: 0 },
      throttles: null,
      timeouts: 0,
      maxDurationMs: null,
    })
    const short = await list({ q: 'name:orders-api', range: '3h' })
    expect(short.items[0]?.invocations.total).toBe(7)
    const other = await list({ q: 'name:orders-worker' })
    expect(other.items[0]).toMatchObject({ invocations: { total: null, spark: [] }, timeouts: null })
    const sorted = await list({ sort: 'invocations', order: 'desc' })
    expect(sorted.items[0]?.name).toBe('orders-api')
    const iso = (daysBefore: number) => new Date(NOW - daysBefore * 24 * HOUR).toISOString()
    const early = await list({ q: 'name:orders-api', from: iso(60), to: iso(59) })
    expect(early.items[0]).toMatchObject({ invocations: { total: null, spark: [] }, timeouts: null })
  })
})
