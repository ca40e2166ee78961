import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getOverview } from '#server/services/overview/get-overview.ts'
import { getStatus } from '#server/services/status/get-status.ts'
import { saveRejects } from '#server/store/save-rejects.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { saveCollectorCatalog } from './collector-catalog.ts'
import { getCoverage } from './get-coverage.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const context = () => makeContext(database, 'viewer')

const CATALOG = [
  {
    id: 'functions',
    title: 'Functions',
    scope: 'region',
    operations: [{ name: 'GetPolicy', permission: 'lambda:GetPolicy', hides: 'who may invoke' }],
  },
  {
    id: 'roles',
    title: 'Roles',
    scope: 'account',
    operations: [
      {
        name: 'GetAccountAuthorizationDetails',
        permission: 'iam:GetAccountAuthorizationDetails',
        hides: 'what functions may do',
      },
    ],
  },
]

async function run(values: {
  collector: string
  status: string
  minutesAgo: number
  region?: string
  accountId?: string
  problems?: object[]
  calls?: number
  costUsd?: number
}) {
  const startedAt = new Date(NOW - values.minutesAgo * 60_000)
  const {
    collector,
    status,
    region = REGION,
    accountId = ACCOUNT_ID,
    problems = [],
    calls = 1,
    costUsd = 0,
  } = values
  await database.prisma.collectorRun.create({
    data: {
      collector,
      status,
      region,
      problems,
      calls,
      costUsd,
      accountId,
      startedAt,
      finishedAt: status === 'running' ? null : startedAt,
    },
  })
}

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database, { enabledRegions: [REGION, 'us-east-1'] })
  await saveCollectorCatalog(database, CATALOG)
})
afterAll(() => database.drop())

describe('coverage', () => {
  test('says "never" for what has not run, and knows no percentage yet', async () => {
    const { rows, percent, watch } = await getCoverage(context(), {})
    expect(rows.map((row) => [row.collector, row.region, row.status])).toEqual([
      ['functions', REGION, 'never'],
      ['functions', 'us-east-1', 'never'],
      ['roles', 'global', 'never'],
    ])
    expect(percent).toBeNull()
    expect(watch.costUsdPerMonth).toBeNull()
    expect((await getStatus(context())).firstSweepDone).toBe(false)
  })

  test('tells the last ended run of each place, what was denied and what that hides', async () => {
    const problem = {
      operation: 'GetPolicy',
      permission: 'lambda:GetPolicy',
      state: 'denied',
      code: 'AccessDeniedException',
      message: '<b>no</b>',
      count: 3,
      resources: ['a'],
    }
    await run({ collector: 'functions', status: 'ok', minutesAgo: 120, calls: 10, costUsd: 0.01 })
    await run({
      collector: 'functions',
      status: 'partial',
      minutesAgo: 5,
      problems: [problem, { odd: true }],
      calls: 5,
    })
    await run({ collector: 'functions', status: 'running', minutesAgo: 1 })
    await run({ collector: 'roles', status: 'denied', minutesAgo: 3, region: 'global' })
    const { rows, percent, watch } = await getCoverage(context(), {})
    expect(rows[0]).toMatchObject({
      status: 'partial',
      calls: 16,
      hides: ['who may invoke'],
      problems: [problem],
      lastOkAt: new Date(NOW - 7_200_000).toISOString(),
    })
    expect(rows[1]?.status).toBe('never')
    expect(rows[2]).toMatchObject({ status: 'denied', hides: ['what functions may do'], lastOkAt: null })
    expect(percent).toBe(0)
    expect(watch).toMatchObject({ calls24h: 17, costUsd24h: 0.01 })
    expect(watch.costUsdPerMonth).toBeCloseTo((0.01 / 2) * 24 * 30)
  })

  test('of one region leaves the others out, but not what is global', async () => {
    const { rows } = await getCoverage(context(), { regions: ['us-east-1'] })
    expect(rows.map((row) => row.region)).toEqual(['us-east-1', 'global'])
  })

  test('is told on every page: what is denied, how old the data is, whether the worker lives', async () => {
    await createFunction(database, { name: 'f' })
    const status = await getStatus(context())
    expect(status.partial).toEqual([
      {
        text: 'lambda:GetPolicy denied in 1 region of 1 account. Not known: who may invoke (3 times)',
        href: '/settings/coverage',
      },
    ])
    expect(status).toMatchObject({
      workerAlive: true,
      firstSweepDone: true,
      dataAt: new Date(NOW - 300_000).toISOString(),
      regions: [REGION],
    })
    expect((await getStatus(makeContext(database, 'viewer', NOW + 3_600_000))).workerAlive).toBe(false)
    const { tiles, blind } = await getOverview(context(), {})
    expect(tiles.coverage).toEqual({ percent: 0, denied: 2, failed: 0 })
    expect(blind).toEqual([
      {
        permission: 'lambda:GetPolicy',
        state: 'denied',
        hides: 'who may invoke',
        accounts: [ACCOUNT_ID],
        regions: [REGION],
        functions: 3,
      },
    ])
  })

  test('asks no metrics of a region that was seen to hold no functions', async () => {
    await saveCollectorCatalog(database, [
      ...CATALOG,
      {
        id: 'lambda-metrics',
        title: 'Lambda metrics',
        scope: 'region',
        onlyWithFunctions: true,
        operations: [],
      },
    ])
    await run({ collector: 'functions', status: 'ok', minutesAgo: 0, region: 'us-east-1' })
    const { rows } = await getCoverage(context(), {})
    const metrics = rows.filter((row) => row.collector === 'lambda-metrics')
    expect(metrics.map((row) => [row.region, row.status])).toEqual([[REGION, 'never']])
  })

  test('owes nothing of what is asked for now and then, and shows where that was denied', async () => {
    const hides = 'why invocations fail'
    const operations = [{ name: 'FilterLogEvents', permission: 'logs:FilterLogEvents', hides }]
    const samples = {
      id: 'log-samples',
      title: 'Samples of logs',
      scope: 'region',
      onDemand: true,
      operations,
    }
    await saveCollectorCatalog(database, [...CATALOG, samples])
    const rows = async () =>
      (await getCoverage(context(), {})).rows.filter(({ collector }) => collector === 'log-samples')
    expect(await rows()).toEqual([])
    const denied = {
      state: 'denied',
      permission: 'logs:FilterLogEvents',
      operation: 'FilterLogEvents',
      count: 1,
    }
    const problem = { ...denied, code: 'AccessDenied', message: '', resources: [] }
    await run({ collector: 'log-samples', status: 'denied', minutesAgo: 1, problems: [problem] })
    expect(await rows()).toMatchObject([{ title: 'Samples of logs', status: 'denied', hides: [hides] }])
    await database.prisma.collectorRun.deleteMany({ where: { collector: 'log-samples' } })
    await saveCollectorCatalog(database, CATALOG)
  })

  test('shows credentials that lead to no account, in the place of the account', async () => {
    const denied = {
      operation: 'GetCallerIdentity',
      permission: '',
      state: 'denied',
      code: 'InvalidClientTokenId',
      message: 'no',
      count: 1,
      resources: [],
      hides: 'which account is watched',
    }
    const accountId = '000000000000'
    const identity = { collector: 'sts-identity', region: 'global', accountId, minutesAgo: 0 }
    await run({ ...identity, status: 'ok', minutesAgo: 30 })
    const unidentified = async () =>
      (await getCoverage(context(), {})).rows.filter((row) => row.accountId === accountId)
    expect(await unidentified()).toEqual([])
    await run({ ...identity, status: 'denied', problems: [denied] })
    expect(await unidentified()).toMatchObject([{ collector: 'sts-identity', status: 'denied' }])
    const { partial, dataAt } = await getStatus(context())
    expect(partial.map((one) => one.text)).toContain(
      'GetCallerIdentity denied in 1 region of 1 account. Not known: which account is watched (1 time)',
    )
    expect(dataAt).toBe(new Date(NOW).toISOString())
  })

  test('calls nothing fresh of an account that cannot be reached', async () => {
    await database.prisma.awsAccount.updateMany({ data: { status: 'denied' } })
    const { rows, percent } = await getCoverage(context(), {})
    expect(rows.filter((row) => row.status === 'ok' || row.status === 'partial')).toEqual([])
    expect(percent).toBe(0)
    expect(rows.find((row) => row.collector === 'functions')?.problems.at(-1)).toMatchObject({
      code: 'AccountNotReached',
    })
    await database.prisma.awsAccount.updateMany({ data: { status: 'ok' } })
  })

  test('tells how far the past is fetched, and what was kept aside and why', async () => {
    const cursor = (collector: string, region: string, value: object) =>
      database.pool.query(
        'INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at) VALUES ($1, $2, $3, $4, now())',
        [collector, ACCOUNT_ID, region, value],
      )
    const startedAt = new Date(NOW - 3_600_000)
    const daysBefore = (days: number) => new Date(startedAt.getTime() - days * 86_400_000).toISOString()
    await cursor('backfill-trail', REGION, { startedAt, coveredFrom: daysBefore(30) })
    await cursor('dropped-reads', REGION, { count: 12, since: startedAt })
    await cursor('trail-left-out', 'us-east-1', { from: daysBefore(2), to: daysBefore(1) })
    const reject = (place: string, reason: 'conflicting-id' | 'broken-gzip', count: number) =>
      saveRejects(
        database.pool,
        [{ place, reason, detail: '<b>odd</b>', count }],
        { source: 'file', accountId: ACCOUNT_ID },
        new Date(NOW - count * 1000),
      )
    await reject('a.json.gz', 'broken-gzip', 2)
    await reject('b.json.gz', 'conflicting-id', 1)
    const { trail } = await getCoverage(context(), {})
    expect(trail).toMatchObject({
      past: [
        {
          region: REGION,
          wantedDays: 90,
          percent: 33,
          coveredFrom: daysBefore(30),
          dropped: 12,
          leftOut: null,
        },
        {
          region: 'us-east-1',
          percent: 0,
          coveredFrom: null,
          leftOut: { from: daysBefore(2), to: daysBefore(1) },
        },
      ],
      keptAside: [
        { place: 'b.json.gz', title: 'An event id twice, with other content', count: 1, source: 'file' },
        { place: 'a.json.gz', title: 'Damaged gzip', detail: '<b>odd</b>', count: 2 },
      ],
      keptAsideTotal: 3,
      replays: [],
    })
    const elsewhere = await getCoverage(context(), { accounts: ['999999999999'] })
    expect(elsewhere.trail).toMatchObject({ past: [], keptAside: [], keptAsideTotal: 0 })
  })
})
