import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '#server/http/routes/index.ts'
import { evaluateChecks } from '#server/jobs/evaluate-checks.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { seedStore } from '#server/testing/seed-store.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let ids: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  await seedStore(database, { functions: 40, days: 3, now: NOW, eventsPerDay: 100, alerts: 40 })
  const alert = await database.prisma.alert.findFirstOrThrow({ where: { ruleId: 'timeouts' } })
  const event = await database.prisma.trailEvent.findFirstOrThrow()
  const fn = await database.prisma.resource.findFirstOrThrow({ where: { kind: 'function', deletedAt: null } })
  const role = await database.prisma.resource.findFirstOrThrow({ where: { kind: 'role' } })
  const trigger = await database.prisma.trigger.findFirstOrThrow()
  for (const { id } of await database.prisma.awsAccount.findMany())
    await evaluateChecks(database.pool, id, new Date(NOW))
  const finding = await database.prisma.finding.findFirstOrThrow({ where: { status: 'open' } })
  const trial = randomUUID()
  await database.prisma.setting.create({
    data: { key: `source-trial:${trial}`, value: { state: 'done', steps: [] }, updatedAt: new Date(NOW) },
  })
  const { accountId, region } = fn
  const source = await database.prisma.trailSource.create({
    data: { kind: 'athena', name: 'logs', address: 'logs.trail', accountId, region, createdBy: 'Ada' },
  })
  const question = await database.prisma.historyQuery.create({
    data: {
      sourceId: source.id,
      filter: { from: new Date(NOW - 86_400_000).toISOString(), to: new Date(NOW).toISOString() },
      budgetBytes: 1000,
      createdBy: 'Ada',
    },
  })
  const incident = await database.prisma.metricIncident.create({
    data: {
      accountId,
      region,
      startedAt: new Date(NOW - 3_600_000),
      lastSeenAt: new Date(NOW),
      severity: 'high',
      title: 'Errors on one function',
      summary: '',
      origin: 'none',
      originText: 'no common cause found',
      originDetail: {},
      functions: [fn.name],
      toldBy: [],
    },
  })
  ids = {
    roles: String(role.id),
    triggers: String(trigger.id),
    alerts: alert.id,
    events: event.eventId,
    functions: String(fn.id),
    resources: String(fn.id),
    accounts: fn.accountId,
    findings: finding.id,
    checks: finding.checkId,
    frameworks: 'fourteen-risks',
    detections: 'functions-deleted',
    'event-sources': trial,
    'history-queries': question.id,
    anomalies: incident.id,
  }
})
afterAll(() => database.drop())

const SCOPES = [
  {},
  { range: '1h' },
  { range: '7d' },
  { range: '14d', env: 'prod' },
  { accounts: '222222222222', regions: 'eu-west-1', range: '3h' },
  { accounts: '999999999999' },
  { from: '2026-11-19T00:00:00Z', to: '2026-11-19T06:30:00Z' },
]
const READS = ROUTES.filter((route) => route.method === 'GET' && !route.streams).flatMap((route) =>
  (route.query && !/(search|records)$/.test(route.path) ? SCOPES : [{}]).map((query) => ({
    name: `${route.path} ${JSON.stringify(query)}`,
    route,
    query,
  })),
)

async function read(
  { route, query }: (typeof READS)[number],
  context = makeContext(database, 'admin'),
): Promise<unknown> {
  const params = { id: ids[route.path.split('/')[3] ?? ''] }
  const full = route.path.endsWith('search') ? { q: 'o' } : query
  const answer = await route.run({
    context,
    params,
    query: full,
    body: undefined,
    request: new Request('http://x/'),
  })
  return JSON.parse(JSON.stringify(answer))
}

describe('every reading route', () => {
  test.each(READS)('$name answers in its shape', async (one) => {
    const result = one.route.response?.safeParse(await read(one))
    expect(result?.error?.issues ?? []).toEqual([])
  })
})

describe('an empty store', () => {
  let empty: typeof database
  beforeAll(async () => {
    empty = await createTestDatabase()
  })
  afterAll(() => empty.drop())

  test.each(READS.filter((one) => Object.keys(one.query).length === 0 && !one.route.path.includes('{id}')))(
    '$name answers without inventing anything',
    async (one) => {
      const empty = await createTestDatabase()
      try {
        const answer = await read(one, makeContext(empty, 'admin'))
        expect(one.route.response?.safeParse(answer).error?.issues ?? []).toEqual([])
        if (one.route.path.endsWith('/overview')) {
          expect(answer).toMatchObject({
            tiles: {
              functions: { total: null },
              executions: { total: null, previous: null },
              exposed: { total: null },
              concurrency: null,
              charges: null,
              coverage: { percent: null },
            },
            charges: { state: 'not collected' },
          })
        }
      } finally {
        await empty.drop()
      }
    },
  )
})
