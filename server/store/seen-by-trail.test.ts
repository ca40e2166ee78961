import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOUR_MS } from '#server/domain/time.ts'
import { ACCOUNT_ID, createEvent, createFunction, NOW, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { moveCursor } from './cursors.ts'
import { readSeenByTrail } from './seen-by-trail.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

const ROLE = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/orders-role/orders-api`
const at = (hoursAgo: number) => new Date(NOW - hoursAgo * HOUR_MS)
const saw = (hoursAgo: number, values: object = {}) =>
  createEvent(db, {
    actorArn: ROLE,
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'GetItem',
    eventTime: at(hoursAgo),
    ...values,
  })
const invoke = (invocationType: string, target: string) => ({
  eventSource: 'lambda.amazonaws.com',
  eventName: 'Invoke',
  functionName: target,
  resources: [target],
  raw: { requestParameters: { invocationType } },
})

test('tells what each role used last, and which functions it invoked', async () => {
  await saw(5)
  await saw(3)
  await saw(2, { errorCode: 'AccessDenied', eventSource: 'sqs.amazonaws.com' })
  await saw(2, { actorArn: `arn:aws:iam::${ACCOUNT_ID}:user/orders-role`, eventSource: 's3.amazonaws.com' })
  await saw(4, invoke('Event', 'worker'))
  await createFunction(db, { name: 'orders-api' })
  const person = ROLE.replace(/[^/]*$/, 'botocore-session-1')
  await saw(4, { ...invoke('Event', 'worker'), actorArn: person })
  const { use, invocations } = await readSeenByTrail(db.pool, ACCOUNT_ID, new Date(NOW))
  expect(use).toEqual({
    'orders-role': {
      'dynamodb.amazonaws.com': at(3).toISOString(),
      'lambda.amazonaws.com': at(4).toISOString(),
    },
  })
  expect(invocations).toEqual([
    {
      role: 'orders-role',
      session: 'orders-api',
      region: REGION,
      toArn: `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:worker`,
      synchronous: false,
      lastSeenAt: at(4).toISOString(),
    },
  ])
})

test('reads only what is new, and everything again when a backfill has gone on', async () => {
  await saw(-1)
  const later = new Date(NOW + 2 * HOUR_MS)
  const { use } = await readSeenByTrail(db.pool, ACCOUNT_ID, later)
  expect(use['orders-role']?.['dynamodb.amazonaws.com']).toBe(at(-1).toISOString())
  await saw(200, { eventSource: 'kms.amazonaws.com' })
  expect((await readSeenByTrail(db.pool, ACCOUNT_ID, later)).use['orders-role']).not.toHaveProperty(
    'kms.amazonaws.com',
  )
  const key = { collector: 'backfill-trail', accountId: ACCOUNT_ID, region: REGION }
  await moveCursor(
    db.pool,
    key,
    { coveredFrom: at(300).toISOString(), startedAt: at(0).toISOString() },
    later,
  )
  const { use: all } = await readSeenByTrail(db.pool, ACCOUNT_ID, later)
  expect(all['orders-role']?.['kms.amazonaws.com']).toBe(at(200).toISOString())
})

test('takes roles with the names of built-in properties for roles like others', async () => {
  const names = ['__proto__', 'constructor']
  for (const name of names)
    await saw(-2, {
      actorArn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${name}/s`,
      eventSource: 'kms.amazonaws.com',
    })
  for (const _ of ['first', 'from the cursor']) {
    const { use } = await readSeenByTrail(db.pool, ACCOUNT_ID, new Date(NOW + 3 * HOUR_MS))
    for (const name of names)
      expect(Object.entries(use[name] ?? {})).toEqual([['kms.amazonaws.com', at(-2).toISOString()]])
  }
  expect({}).not.toHaveProperty(['kms.amazonaws.com'])
})
