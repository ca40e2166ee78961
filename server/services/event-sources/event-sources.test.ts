import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sourcePermissions } from '#server/collectors/trail/source-operations.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { sourceDraft } from '#server/domain/trail-sources/source-draft.ts'
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { askHistory, cancelHistory } from '#server/services/history-queries/ask-history.ts'
import { planHistory } from '#server/services/history-queries/plan-history.ts'
import { parseInput } from '#server/services/parse-input.ts'
import { ensureDemoSources } from '#server/services/setup/ensure-demo-sources.ts'
import { countReceived } from '#server/store/trail-sources.ts'
import { ACCOUNT_ID, createAccount, makeContext, NOW, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createSource, deleteSource, updateSource } from './change-sources.ts'
import { getSourceSetup } from './get-source-setup.ts'
import { listSources } from './list-sources.ts'
import { saveSourcePermissions } from './source-permissions.ts'
import { requestSourceTrial } from './source-trial.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const admin = (now = NOW) => makeContext(database, 'admin', now)

const queue = parseInput(sourceDraft, {
  kind: 'event-queue',
  name: 'events',
  address: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:events`,
  accountId: ACCOUNT_ID,
})
const table = parseInput(sourceDraft, {
  kind: 'athena',
  name: 'table',
  address: 'default.trail',
  accountId: ACCOUNT_ID,
  region: REGION,
  settings: { partitioning: 'day', output: 's3://results/x/', ignored: 1 },
})

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('TRUNCATE trail_source, trail_reject, history_query CASCADE'))

describe('a draft', () => {
  it('has one form of its address, its own region, and the settings of its kind alone', () => {
    expect(queue).toMatchObject({
      address: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/events`,
      region: REGION,
      settings: {},
    })
    expect(table.settings).toEqual({
      workgroup: 'primary',
      partitioning: 'day',
      dayColumn: 'timestamp',
      output: 's3://results/x/',
    })
    expect(parseInput(sourceDraft, queue)).toEqual(queue)
  })

  it.each([
    { ...queue, address: 'https://evil.example/111122223333/events' },
    { ...queue, kind: 'bucket' },
    { ...queue, accountId: '12' },
    { ...table, address: 'default.trail; DROP TABLE x' },
    { ...table, region: undefined },
    { ...table, settings: { partitioning: 'hour' } },
    { ...queue, kind: 'file-queue', settings: {} },
    { ...queue, name: ' ' },
  ])('is refused: %j', (bad) => {
    expect(() => parseInput(sourceDraft, bad)).toThrow(InvalidInputError)
  })
})

describe('an event source', () => {
  it('is added, renamed, switched and removed by an administrator, each written down', async () => {
    const row = await createSource(admin(), queue)
    expect(row).toMatchObject({ state: 'waiting', records: 0, accountName: 'production', createdBy: 'Ada' })
    await expect(createSource(admin(), queue)).rejects.toThrow(ConflictError)
    const { id } = row
    expect(await updateSource(admin(), { id, name: 'all events', enabled: false })).toMatchObject({
      name: 'all events',
      state: 'off',
    })
    await expect(updateSource(makeContext(database, 'reviewer'), { id, enabled: true })).rejects.toThrow(
      ForbiddenError,
    )
    await deleteSource(admin(), { id })
    await expect(deleteSource(admin(), { id })).rejects.toThrow(NotFoundError)
    const audit = await database.prisma.auditEntry.findMany({
      where: { entityId: id },
      orderBy: { id: 'asc' },
    })
    expect(audit.map((entry) => entry.action)).toEqual([
      'event-source.create',
      'event-source.update',
      'event-source.delete',
    ])
  })

  it('needs an account that is watched', async () => {
    await expect(createSource(admin(), { ...queue, accountId: '999999999999' })).rejects.toThrow(
      NotFoundError,
    )
  })

  it('says how it is doing: silence and a worker that stands still are told apart', async () => {
    const { id } = await createSource(admin(), queue)
    const stateAt = async (nowMs: number) => (await listSources(admin(nowMs))).items[0]?.state
    await countReceived(
      database.pool,
      id,
      { records: 3, newestAt: new Date(NOW - 2000), lagMs: 2000 },
      new Date(NOW),
    )
    expect((await listSources(admin())).items[0]).toMatchObject({
      state: 'receiving',
      records: 3,
      lagMs: 2000,
    })
    expect(await stateAt(NOW + 20 * MINUTE_MS)).toBe('stopped')
    await countReceived(
      database.pool,
      id,
      { records: 0, newestAt: null, lagMs: null },
      new Date(NOW + 5 * HOUR_MS),
    )
    expect(await stateAt(NOW + 5 * HOUR_MS)).toBe('silent')
    expect(await listSources(admin())).toMatchObject({ items: [{ records: 3, lagMs: 2000 }] })
  })

  it('shows what was kept aside of it', async () => {
    await createSource(admin(), queue)
    const reject = { accountId: ACCOUNT_ID, source: 'queue', reason: 'broken-json', detail: '<b>', count: 4 }
    const at = { firstSeenAt: new Date(NOW), lastSeenAt: new Date(NOW) }
    await database.prisma.trailReject.create({ data: { ...reject, ...at, place: queue.address } })
    const list = await listSources(admin())
    expect(list.items[0]?.rejects).toBe(4)
    expect(list.rejects).toMatchObject([{ reason: 'broken-json', count: 4 }])
    expect((await listSources(admin(NOW + 8 * 24 * HOUR_MS))).rejects).toEqual([])
  })
})

describe('what it needs', () => {
  it('is a policy for its own things alone, and what makes the queue', async () => {
    await saveSourcePermissions(database, sourcePermissions())
    const setup = await getSourceSetup(admin(), { ...queue, region: REGION })
    const { Statement } = JSON.parse(setup.policy ?? '')
    expect(Statement).toEqual([
      {
        Sid: 'SightlineQueue',
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: [`arn:aws:sqs:${REGION}:${ACCOUNT_ID}:events`],
      },
    ])
    expect(setup.cloudFormation).toContain('QueueName: events\n')
    expect(setup.terraform).toContain('aws_cloudwatch_event_rule')
    const athena = await getSourceSetup(admin(), table)
    expect(athena.cloudFormation).toBeNull()
    for (const { Resource } of JSON.parse(athena.policy ?? '').Statement) expect(Resource).not.toContain('*')
  })

  it('can be tried once a worker has run', async () => {
    await expect(requestSourceTrial(admin(), queue)).rejects.toThrow('No worker has run yet')
  })
})

describe('a question about the past', () => {
  const filter = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' }

  it('is asked by a responder, with its budget, and written down', async () => {
    const { id: sourceId } = await createSource(admin(), table)
    const responder = makeContext(database, 'responder')
    const row = await askHistory(responder, { sourceId, filter, budgetBytes: 1e9 })
    expect(row).toMatchObject({ status: 'queued', budgetBytes: 1e9, priceUsd: null, createdBy: 'Ada' })
    expect(row.sql).toBe((await planHistory(responder, { sourceId, filter })).sql)
    expect(await cancelHistory(responder, { id: row.id })).toMatchObject({ status: 'cancelled' })
    await expect(cancelHistory(responder, { id: row.id })).rejects.toThrow(ConflictError)
    await expect(
      askHistory(makeContext(database, 'viewer'), { sourceId, filter, budgetBytes: 1e9 }),
    ).rejects.toThrow(ForbiddenError)
    const audit = await database.prisma.auditEntry.findMany({ where: { entityId: row.id } })
    expect(audit.map((entry) => entry.action).sort()).toEqual(['history.ask', 'history.cancel'])
  })

  it('is not asked of a queue, of a source that is off, or of many at once', async () => {
    const { id } = await createSource(admin(), queue)
    const ask = (sourceId: string) => askHistory(admin(), { sourceId, filter, budgetBytes: 1e9 })
    await expect(ask(id)).rejects.toThrow(InvalidInputError)
    const { id: sourceId } = await createSource(admin(), table)
    for (let i = 0; i < 5; i += 1) await ask(sourceId)
    await expect(ask(sourceId)).rejects.toThrow(ConflictError)
    await updateSource(admin(), { id: sourceId, enabled: false })
    await expect(ask(sourceId)).rejects.toThrow(ConflictError)
  })
})

it('the demo has its sources once, and what was removed stays away', async () => {
  await ensureDemoSources(admin(), { id: ACCOUNT_ID, region: REGION })
  const { items } = await listSources(admin())
  expect(items.map(({ kind, enabled }) => [kind, enabled])).toEqual([
    ['event-queue', true],
    ['bucket', false],
    ['athena', true],
    ['event-data-store', true],
  ])
  for (const item of items)
    expect(sourceDraft.safeParse(item)).toMatchObject({ success: true, data: { address: item.address } })
  await deleteSource(admin(), { id: items[0]?.id ?? '' })
  await ensureDemoSources(admin(), { id: ACCOUNT_ID, region: REGION })
  expect((await listSources(admin())).items).toHaveLength(3)
})
