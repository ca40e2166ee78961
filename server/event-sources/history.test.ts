import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { startTestAws, testPool } from '#server/aws/aws-test-server.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { trySourceJob } from '#server/jobs/try-source.ts'
import { watchSources } from '#server/jobs/watch-sources.ts'
import { createSource } from '#server/services/event-sources/change-sources.ts'
import { getSourceTrial } from '#server/services/event-sources/source-trial.ts'
import { askHistory as ask, cancelHistory } from '#server/services/history-queries/ask-history.ts'
import { listHistoryQueries, listHistoryRecords } from '#server/services/history-queries/list-history.ts'
import { planHistory } from '#server/services/history-queries/plan-history.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { ACCOUNT_ID, createAccount, makeContext, NOW, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { askHistory } from './ask-history.ts'

const FILES = `s3://shop-cloudtrail-${ACCOUNT_ID}/`
const ATHENA = { kind: 'athena' as const, address: 'security.cloudtrail_logs' }
const LAKE = {
  kind: 'event-data-store' as const,
  address: `arn:aws:cloudtrail:${REGION}:${ACCOUNT_ID}:eventdatastore/5f0c1f0e-5d0a-4c6b-9a53-2a7c4d1be0a1`,
}
let database: Awaited<ReturnType<typeof createTestDatabase>>
let demo: DemoAws
const signal = new AbortController().signal
const context = () => makeContext(database, 'admin', NOW)
const worker = () => createWorker(database, { clock: () => NOW, aws: demoAccess(demo) })

async function create(which: typeof ATHENA | typeof LAKE, settings: Record<string, unknown> = {}) {
  const draft = { name: which.kind, accountId: ACCOUNT_ID, region: REGION, settings, ...which }
  return (await createSource(context(), draft)).id
}

const day = { from: new Date(NOW - 3 * DAY_MS).toISOString(), to: new Date(NOW - DAY_MS).toISOString() }

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  demo = await startDemoAws({ functions: 60, accounts: 1, rateScale: 0, now: () => NOW })
})
afterAll(async () => {
  await demo.close()
  await database.drop()
})
beforeEach(async () => {
  demo.setFaults([])
  await database.pool.query('TRUNCATE trail_source, history_query, history_record CASCADE')
})

async function answered(sourceId: string, filter: object = {}, budgetBytes = 1e9) {
  const { id } = await ask(context(), { sourceId, filter: { ...day, ...filter }, budgetBytes })
  await askHistory(worker().context, id, signal, 1)
  const [query] = (await listHistoryQueries(context())).items
  const records = await listHistoryRecords(context(), { id, from: 0, limit: 200 })
  return { id, query, ...records }
}

describe.each([
  ['Athena', ATHENA, { partitioning: 'day', files: FILES }],
  ['CloudTrail Lake', LAKE, {}],
])('%s', (_, which, settings) => {
  it('answers with records like those that are stored', async () => {
    const { query, items, total } = await answered(await create(which, settings), {
      account: ACCOUNT_ID,
      region: REGION,
      source: 'lambda.amazonaws.com',
      name: 'UpdateFunctionCode',
    })
    expect(query).toMatchObject({ status: 'done', createdBy: 'Ada', records: total, added: total })
    expect(query?.scannedBytes).toBeGreaterThan(0)
    expect(query?.priceUsd).toBeGreaterThan(0)
    expect(total).toBeGreaterThan(0)
    for (const item of items) {
      expect(item).toMatchObject({ eventName: 'UpdateFunctionCode', region: REGION, accountId: ACCOUNT_ID })
      expect(item.functionName).toBeTruthy()
      expect(item.actorName).not.toBe('unknown')
      expect(item.eventTime >= day.from && item.eventTime <= day.to).toBe(true)
    }
    expect(items.map((item) => item.eventTime)).toEqual(
      items
        .map((item) => item.eventTime)
        .toSorted()
        .toReversed(),
    )
  })

  it('finds nothing for a value that is made to break out of its quotes', async () => {
    for (const text of ["' OR '1'='1", "x'; DROP TABLE y --", '%', "\\'"]) {
      const { query, total } = await answered(await create(which, settings), { address: text })
      expect(query).toMatchObject({ status: 'done', statusText: '' })
      expect(total).toBe(0)
      await database.pool.query('TRUNCATE trail_source CASCADE')
    }
  })

  it('says what is denied', async () => {
    const operation = which.kind === 'athena' ? 'StartQueryExecution' : 'StartQuery'
    demo.setFaults([{ kind: 'denied', operation }])
    const { query } = await answered(await create(which, settings))
    expect(query).toMatchObject({
      status: 'failed',
      statusText: expect.stringContaining(`${operation} is denied`),
    })
  })

  it('is ended at AWS where somebody cancels it', async () => {
    const { partitioning: _p, files: _f, ...plain } = { partitioning: '', files: '', ...settings }
    const sourceId = await create(which, plain)
    const { id } = await ask(context(), { sourceId, filter: day, budgetBytes: 1e9 })
    const { context: own } = worker()
    const running = askHistory(own, id, signal, 1)
    await cancelHistory(context(), { id })
    await running
    const [query] = (await listHistoryQueries(context())).items
    expect(query).toMatchObject({ status: 'cancelled', records: null })
  })

  it('is taken up again by the next worker', async () => {
    const { id } = await ask(context(), {
      sourceId: await create(which, settings),
      filter: day,
      budgetBytes: 1e9,
    })
    const broken = new AbortController()
    const first = askHistory(worker().context, id, broken.signal, 60_000)
    const status = async () => (await listHistoryQueries(context())).items[0]?.status
    await expect.poll(status, { timeout: 60_000 }).toBe('running')
    broken.abort(new Error('the worker stopped'))
    await expect(first).rejects.toThrow('stopped')
    const next = worker()
    await next.run(watchSources, {})
    expect(next.take()).toContain(`ask-history ${id}`)
    await askHistory(next.context, id, signal, 1)
    expect((await listHistoryQueries(context())).items[0]).toMatchObject({ id, status: 'done' })
  })

  it('is tried before it is saved', async () => {
    const draft = { name: 'x', accountId: ACCOUNT_ID, region: REGION, settings, ...which }
    const trialId = '00000000-0000-4000-8000-000000000001'
    const value = { state: 'requested', steps: [], draft: JSON.parse(JSON.stringify(draft)) }
    await database.prisma.setting.deleteMany({ where: { key: `source-trial:${trialId}` } })
    await database.prisma.setting.create({ data: { key: `source-trial:${trialId}`, value } })
    await worker().run(trySourceJob, { trialId })
    expect(await getSourceTrial(context(), { id: trialId })).toMatchObject({
      state: 'done',
      steps: [{ what: 'Ask a question', state: 'ok' }],
    })
  })
})

describe('a byte budget', () => {
  it('keeps an Athena query from being run where its files are larger', async () => {
    const sourceId = await create(ATHENA, { partitioning: 'day', files: FILES })
    const { query } = await answered(sourceId, {}, 10_000)
    expect(query).toMatchObject({ status: 'over-budget', scannedBytes: null })
    expect(query?.statusText).toContain('It was not run')
    expect((await answered(sourceId, {}, 100e6)).query).toMatchObject({ status: 'done' })
  })

  it.each([
    ['stops a query that reads on', true, 'It was stopped when it had read more than it may.'],
    ['says where it could not be stopped', false, 'It read more than it may, and could not be stopped'],
  ])('%s', async (_, canStop, text) => {
    const aws = await startTestAws(({ operation }) => {
      if (operation === 'StartQueryExecution') return { body: { QueryExecutionId: 'q-1' } }
      if (operation === 'StopQueryExecution')
        return canStop ? { body: {} } : { status: 400, body: { __type: 'AccessDeniedException' } }
      const Status = { State: 'RUNNING' }
      return { body: { QueryExecution: { Status, Statistics: { DataScannedInBytes: 5e9 } } } }
    })
    const clients = testPool(aws.url, { maxAttempts: 1 })
    const sourceId = await create(ATHENA, { partitioning: 'day' })
    const { id } = await ask(context(), { sourceId, filter: day, budgetBytes: 1e9 })
    const own = createWorker(database, { clock: () => NOW, aws: { clients, register: () => undefined } })
    await askHistory(own.context, id, signal, 1)
    const [query] = (await listHistoryQueries(context())).items
    expect(query).toMatchObject({ status: 'over-budget', scannedBytes: 5e9 })
    expect(query?.priceUsd).toBeCloseTo(0.025)
    expect(query?.statusText).toContain(text)
    expect(aws.requests.map(({ operation }) => operation)).toEqual([
      'StartQueryExecution',
      'GetQueryExecution',
      'StopQueryExecution',
    ])
    clients.close()
    await aws.close()
  })

  it('is told of before anything runs', async () => {
    const sourceId = await create(ATHENA)
    const plan = await planHistory(context(), { sourceId, filter: day })
    expect(plan.sql).toContain('FROM "AwsDataCatalog"."security"."cloudtrail_logs"')
    expect(plan.warnings).toHaveLength(2)
  })
})
