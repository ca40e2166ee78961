import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { InvalidInputError, NotFoundError } from '#server/errors.ts'
import { scopeQuery } from '#server/services/scope.schema.ts'
import { markDeleted, saveResources } from '#server/store/save-resources.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createEvent,
  makeContext,
  makeFunctionRecord,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { compareResource } from './compare-resource.ts'
import { listEstateChanges } from './list-estate-changes.ts'
import { listResourceHistory } from './list-resource-history.ts'
import { listEstateChangesQuery } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const context = () => makeContext(database, 'viewer')
const ago = (ms: number) => new Date(NOW - ms)
const at = (ms: number) => ago(ms).toISOString()

async function save(ms: number, ...records: FunctionRecord[]): Promise<void> {
  await saveResources(database.pool, records, { id: null, now: ago(ms) })
}

async function idOf(name: string): Promise<number> {
  const found = await database.prisma.resource.findFirstOrThrow({ where: { name, kind: 'function' } })
  return found.id
}

const orders = (timeout: number, memory = 512) =>
  makeFunctionRecord({ name: 'orders-api', timeoutSeconds: known(timeout), memoryMb: known(memory) })

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  await save(
    10 * DAY_MS,
    orders(10),
    makeFunctionRecord({ name: 'old' }),
    makeFunctionRecord({ name: 'still' }),
  )
  await save(8 * DAY_MS, orders(30))
  await save(2 * HOUR_MS, orders(60, 1024), makeFunctionRecord({ name: 'young' }))
  await save(
    HOUR_MS,
    makeFunctionRecord({ name: 'still' }),
    orders(60, 1024),
    makeFunctionRecord({ name: 'young' }),
  )
  const scope = { accountId: ACCOUNT_ID, region: REGION, kind: 'function' }
  await markDeleted(database.pool, { ...scope, since: ago(HOUR_MS + 1000), now: ago(HOUR_MS) })
  const login = await createEvent(database, {
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    functionName: null,
    eventTime: ago(3 * HOUR_MS),
    actorArn: 'arn:aws:iam::111122223333:user/alice',
    actorName: 'alice',
    raw: { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE' } } },
  })
  const change = await createEvent(database, {
    eventName: 'UpdateFunctionConfiguration',
    eventTime: ago(2 * HOUR_MS + 60_000),
    accessKeyId: 'ASIAEXAMPLE',
    actorName: 'deploy/alice',
  })
  await createEvent(database, { eventName: 'TagResource', eventTime: ago(90 * 60_000) })
  await database.pool.query(
    `UPDATE resource_version SET event_id = $1, actor = 'deploy/alice' WHERE valid_from = $2 AND resource_id = $3`,
    [change.eventId, ago(2 * HOUR_MS), await idOf('orders-api')],
  )
  expect(login.eventName).toBe('AssumeRole')
})
afterAll(() => database.drop())

const range = scopeQuery.parse({ range: '24h' })

describe('the timeline of a resource', () => {
  test('has each version with its fields, the call, the actor and the login behind it', async () => {
    const history = await listResourceHistory(context(), {
      ...range,
      id: await idOf('orders-api'),
      page: 1,
      pageSize: 50,
    })
    expect(history.items.map((item) => [item.kind, item.fields.map((field) => field.path)])).toEqual([
      ['changed', ['memoryMb', 'timeoutSeconds']],
      ['changed', ['timeoutSeconds']],
      ['first seen', []],
    ])
    expect(history.items[0]).toMatchObject({
      actor: 'deploy/alice',
      event: { name: 'UpdateFunctionConfiguration' },
      login: { name: 'AssumeRole', actorName: 'alice' },
    })
    expect(history.items[1]).toMatchObject({ event: null, login: null })
    expect(history.events.map((event) => event.name)).toEqual(['TagResource'])
  })

  test('is paged, and a page compares with the version before it', async () => {
    const id = await idOf('orders-api')
    const second = await listResourceHistory(context(), { ...range, id, page: 2, pageSize: 1 })
    expect(second).toMatchObject({
      total: 3,
      items: [{ kind: 'changed', fields: [{ path: 'timeoutSeconds' }] }],
    })
    const last = await listResourceHistory(context(), { ...range, id, page: 3, pageSize: 1 })
    expect(last.items).toMatchObject([{ kind: 'first seen', fields: [] }])
  })

  test('keeps what was deleted, and says when it came back', async () => {
    const id = await idOf('old')
    const gone = await listResourceHistory(context(), { ...range, id, page: 1, pageSize: 10 })
    expect(gone.resource.deletedAt).toBe(at(HOUR_MS))
    expect(gone.items.map((item) => item.kind)).toEqual(['deleted', 'first seen'])
    await save(60_000, makeFunctionRecord({ name: 'old', timeoutSeconds: known(3) }))
    const back = await listResourceHistory(context(), { ...range, id, page: 1, pageSize: 10 })
    expect(back.items.map((item) => item.kind)).toEqual(['seen again', 'first seen'])
    await database.pool.query(`DELETE FROM resource_version WHERE resource_id = $1 AND valid_from = $2`, [
      id,
      ago(60_000),
    ])
    await database.pool.query('UPDATE resource SET deleted_at = $2 WHERE id = $1', [id, ago(HOUR_MS)])
  })

  test('of nothing is not found', async () => {
    await expect(
      listResourceHistory(context(), { ...range, id: 999_999, page: 1, pageSize: 10 }),
    ).rejects.toThrow(NotFoundError)
  })
})

describe('comparing two times', () => {
  test('with last week shows what differs and the versions between', async () => {
    const id = await idOf('orders-api')
    const compared = await compareResource(context(), { id })
    expect(compared.from).toMatchObject({ state: 'there', at: at(7 * DAY_MS), since: at(8 * DAY_MS) })
    expect(compared.fields).toEqual([
      { path: 'memoryMb', before: '512', after: '1024' },
      { path: 'timeoutSeconds', before: '30', after: '60' },
    ])
    expect(compared.between.map((entry) => entry.kind)).toEqual(['changed'])
  })

  test('says when it was not yet seen or gone', async () => {
    const young = await compareResource(context(), { id: await idOf('young') })
    expect(young.from.state).toBe('not yet seen')
    expect(young.fields.find((field) => field.path === 'timeoutSeconds')?.before).toBeNull()
    const old = await compareResource(context(), { id: await idOf('old'), from: at(DAY_MS) })
    expect([old.from.state, old.to.state]).toEqual(['there', 'deleted'])
  })

  test('refuses a range that runs backwards', async () => {
    const backwards = { id: await idOf('young'), from: at(0), to: at(DAY_MS) }
    await expect(compareResource(context(), backwards)).rejects.toThrow(InvalidInputError)
  })
})

describe('what changed in the estate', () => {
  const list = (query: Record<string, string> = {}) =>
    listEstateChanges(context(), listEstateChangesQuery.parse({ range: '24h', ...query }))

  test('tells new, changed and gone apart, with fields and actors', async () => {
    const { items, total, facets } = await list()
    expect(total).toBe(3)
    expect(Object.fromEntries(items.map((item) => [item.name, item.change]))).toEqual({
      young: 'new',
      'orders-api': 'changed',
      old: 'gone',
    })
    expect(items.find((item) => item.name === 'orders-api')).toMatchObject({
      fields: ['memoryMb', 'timeoutSeconds'],
      actors: ['deploy/alice'],
    })
    expect(facets.change.map((facet) => facet.value).sort()).toEqual(['changed', 'gone', 'new'])
  })

  test('does not call new what the first sweep found', async () => {
    const { items } = await list({ range: '14d' })
    expect(items.map((item) => item.name).sort()).toEqual(['old', 'orders-api', 'young'])
    expect(items.find((item) => item.name === 'orders-api')?.change).toBe('changed')
  })

  test.each([
    [{ change: 'gone' }, ['old']],
    [{ q: 'actor:alice' }, ['orders-api']],
    [{ q: '-change:new' }, ['old', 'orders-api']],
    [{ q: 'young' }, ['young']],
    [{ q: "%'\\" }, []],
    [{ accounts: '999999999999' }, []],
  ])('filters by %j', async (query, names) => {
    expect((await list(query)).items.map((item) => item.name).sort()).toEqual(names)
  })
})
