import { afterAll, beforeAll, expect, test } from 'vitest'
import { NotFoundError } from '#server/errors.ts'
import { makeContext } from '#server/testing/factories.ts'
import { ACCOUNT } from '#server/testing/records/function-record.ts'
import { iamUser, type Raw, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { storeEvents } from '#server/testing/seed/store-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getEventChain } from './get-event-chain.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const support = (more: Raw = {}) => roleSession('support', 's1', { accessKeyId: 'ASIASUPPORT', ...more })
const ann = iamUser('ann', {
  accessKeyId: 'ASIAANN',
  sessionContext: { attributes: { creationDate: '2026-11-20T07:00:00Z', mfaAuthenticated: 'true' } },
})

const record = (id: string, time: string, name: string, source: string, more: Raw) =>
  trailRecord(
    {
      eventTime: `2026-11-20T${time}Z`,
      eventName: name,
      eventSource: `${source}.amazonaws.com`,
      ...more,
    },
    id,
  )

beforeAll(async () => {
  database = await createTestDatabase()
  const signIn = { eventType: 'AwsConsoleSignIn', responseElements: { ConsoleLogin: 'Success' } }
  await storeEvents(database.pool, [
    record('first', '05:00:00', 'ListFunctions', 'lambda', {}),
    record('failed', '06:59:58', 'ConsoleLogin', 'signin', {
      userIdentity: iamUser('ann', { accessKeyId: undefined }),
      eventType: 'AwsConsoleSignIn',
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
    }),
    record('login', '07:00:01', 'ConsoleLogin', 'signin', {
      userIdentity: iamUser('ann', { accessKeyId: undefined }),
      awsRegion: 'us-east-1',
      additionalEventData: { MFAUsed: 'Yes' },
      ...signIn,
    }),
    record('assume', '08:00:00', 'AssumeRole', 'sts', {
      userIdentity: ann,
      requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/support`, roleSessionName: 's1' },
      responseElements: { credentials: { accessKeyId: 'ASIASUPPORT' } },
    }),
    record('before', '08:30:00', 'ListFunctions20150331', 'lambda', { userIdentity: support() }),
    record('change', '09:00:00', 'UpdateFunctionCode20150331v2', 'lambda', { userIdentity: support() }),
    record('after', '09:10:00', 'Invoke', 'lambda', { userIdentity: support() }),
    record('elsewhere', '09:05:00', 'Invoke', 'lambda', {
      userIdentity: support({ accessKeyId: 'ASIAOTHER' }),
    }),
  ])
})
afterAll(() => database.drop())

test('leads from a change back to the sign-in, in whatever region that was', async () => {
  const chain = await getEventChain(makeContext(database, 'viewer'), { id: 'change' })
  expect(chain.hops.map(({ kind, certainty, mfa, event }) => [event.id, kind, certainty, mfa])).toEqual([
    ['change', 'call', 'sure', 'unknown'],
    ['assume', 'role', 'sure', 'yes'],
    ['login', 'login', 'likely', 'yes'],
  ])
  expect(chain.hops[1]).toMatchObject({ role: `arn:aws:iam::${ACCOUNT}:role/support`, session: 's1' })
  expect(chain.end).toEqual({ kind: 'login', text: 'ann signed in to the console.' })
  expect(chain.storedFrom).toBe('2026-11-20T05:00:00.000Z')
})

test('has what the session did, in order, and nothing of another session of the same role', async () => {
  const { calls, hasMore } = await getEventChain(makeContext(database, 'viewer'), { id: 'change' })
  expect(calls.map(({ id }) => id)).toEqual(['before', 'change', 'after'])
  expect(hasMore).toBe(false)
})

test('an event that is not stored is not found', async () => {
  await expect(getEventChain(makeContext(database, 'viewer'), { id: 'x' })).rejects.toThrow(NotFoundError)
})
