import { afterAll, beforeAll, expect, it } from 'vitest'
import { ACCOUNT, REGION } from '#server/testing/records/function-record.ts'
import { roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { observedCalls } from './observed-calls.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

it('names the log group of a stream, which CloudTrail has in the request alone', async () => {
  const now = Date.now()
  await saveEvents(
    db.pool,
    [{ logGroupName: '/aws/lambda/app', logStreamName: 's' }, null].map((requestParameters, i) =>
      trailRecord({
        eventID: `stream-${i}`,
        eventSource: 'logs.amazonaws.com',
        eventName: 'CreateLogStream',
        eventTime: new Date(now).toISOString(),
        userIdentity: roleSession('app', 'app'),
        resources: [],
        requestParameters,
      }),
    ),
  )
  const calls = await observedCalls(
    db.pool,
    { accountId: ACCOUNT, roleName: 'app', session: null },
    { from: new Date(now - 60_000), to: new Date(now + 60_000) },
  )
  expect(calls.map(({ eventName, resources }) => [eventName, resources]).sort()).toEqual([
    ['CreateLogStream', []],
    ['CreateLogStream', [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/app`]],
  ])
})

it('leaves out no call of very many, but the resources of the oldest', async () => {
  const now = Date.now()
  const secret = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`
  await saveEvents(
    db.pool,
    ['a', 'b', 'c', 'd'].map((name, i) =>
      trailRecord({
        eventID: `secret-${i}`,
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: 'GetSecretValue',
        eventTime: new Date(now - i * 60_000).toISOString(),
        userIdentity: roleSession('many', 'many'),
        resources: [{ ARN: secret(name) }],
        requestParameters: null,
      }),
    ),
  )
  const sessions = { accountId: ACCOUNT, roleName: 'many', session: null }
  const window = { from: new Date(now - 3_600_000), to: new Date(now + 60_000) }
  const calls = await observedCalls(db.pool, sessions, window, 2)
  expect(calls.map(({ resources, count }) => [resources, count])).toEqual([
    [[secret('a')], 1],
    [[secret('b')], 1],
    [[], 2],
  ])
})
