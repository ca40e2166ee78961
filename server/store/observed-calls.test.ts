import { afterAll, beforeAll, expect, it } from 'vitest'
import { ACCOUNT, REGION } from '#server/testing/records/function-record.ts'
import { roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { observedCalls } from './observed-calls.ts'
import { saveEvents } from './save-events.ts'

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
