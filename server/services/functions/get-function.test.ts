import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { NotFoundError } from '#server/errors.ts'
import {
  createAccount,
  createAlert,
  createEvent,
  createFunction,
  makeContext,
  makeFunctionRecord,
  NOW,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getFunction } from './get-function.ts'
import { getFunctionMetrics } from './get-function-metrics.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let id: number
const context = () => makeContext(database, 'viewer')

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  id = await createFunction(database, { name: 'orders-api' })
})
afterAll(() => database.drop())

describe('one function', () => {
  test('tells whose role it shares and why a role is not shown', async () => {
    const shared = known('arn:aws:iam::111122223333:role/orders-api-role')
    const other = await createFunction(database, { name: 'other', roleArn: shared })
    const { role, limits } = await getFunction(context(), { id })
    expect(role).toMatchObject({
      id: null,
      record: null,
      missing: 'roles have not been collected yet',
      sharedWith: [{ id: other, name: 'other' }],
    })
    expect(limits).toEqual({ account: null, unreserved: null })
  })

  test.each([
    [known('arn:aws:iam::999999999999:role/x'), 'the role belongs to another account'],
    [denied<string>('lambda:GetFunction'), 'lambda:GetFunction is denied'],
  ])('says why there is no role record: %j', async (roleArn, missing) => {
    const made = await createFunction(database, { name: `fn-${missing.length}`, roleArn })
    expect((await getFunction(context(), { id: made })).role.missing).toBe(missing)
  })

  test('does not exist under the id of something else', async () => {
    const role = await database.prisma.resource.create({
      data: {
        accountId: '1',
        region: 'global',
        kind: 'role',
        arn: 'r',
        name: 'r',
        firstSeenAt: new Date(),
        lastSeenAt: new Date(),
      },
    })
    for (const wrong of [role.id, 99_999]) {
      for (const read of [getFunction, getFunctionMetrics])
        await expect(read(context(), { id: wrong })).rejects.toThrow(NotFoundError)
    }
  })
})

describe('marks of a function', () => {
  test('show each deployment with the event that made it, and each alert', async () => {
    const event = await createEvent(database, {
      functionName: 'orders-api',
      eventTime: new Date(NOW - 1_200_000),
    })
    await createEvent(database, { functionName: 'orders-api', readOnly: true, eventName: 'GetFunction' })
    const alert = await createAlert(database, { resourceId: id })
    const record = JSON.parse(
      JSON.stringify(makeFunctionRecord({ name: 'orders-api', timeoutSeconds: known(3) })),
    )
    await database.prisma.resourceVersion.updateMany({
      where: { resourceId: id },
      data: { validTo: event.eventTime },
    })
    await database.prisma.resourceVersion.create({
      data: {
        resourceId: id,
        contentHash: 'new',
        record,
        validFrom: event.eventTime,
        eventId: event.eventId,
        actor: 'gha-deploy/run-1',
      },
    })
    const { timeoutMs, marks, series, polledUntil } = await getFunctionMetrics(context(), { id, range: '3h' })
    expect(timeoutMs).toEqual([
      [NOW - 3_600_000, 10_000],
      [event.eventTime.getTime(), 3000],
    ])
    expect(marks.map((mark) => [mark.kind, mark.eventId ?? mark.alertId])).toEqual([
      ['deployment', event.eventId],
      ['alert', alert.id],
    ])
    expect({ series, polledUntil }).toEqual({ series: [], polledUntil: null })
  })
})
