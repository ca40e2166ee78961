import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { type Raw, trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { linkVersions } from './link-versions.ts'
import { saveResources } from './save-resources.ts'

const START = Date.UTC(2026, 10, 20, 9)
const at = (minutes: number) => new Date(START + minutes * MINUTE_MS)
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE resource, resource_version, trail_event RESTART IDENTITY CASCADE'))
afterAll(() => db.drop())

const seen = (minutes: number, memoryMb: number) =>
  saveResources(db.pool, [functionRecord('orders-api', { memoryMb: known(memoryMb) })], {
    id: null,
    now: at(minutes),
  })
const wrote = (minutes: number, id: string, changes: Raw = {}) =>
  saveEvents(db.pool, [trailRecord({ eventTime: at(minutes).toISOString(), ...changes }, id)])

/** The event of each version, oldest first. */
async function linked(): Promise<(string | null)[]> {
  await linkVersions(db.pool, ACCOUNT, at(120))
  const { rows } = await db.pool.query('SELECT event_id FROM resource_version ORDER BY id')
  return rows.map((row) => row.event_id)
}

it('ties a version to the write before it, and the first look to none', async () => {
  await wrote(5, 'before')
  await seen(10, 128)
  await wrote(40, 'change')
  await seen(42, 256)
  expect(await linked()).toEqual([null, 'change'])
})

it('ties the first version of a new function to its creation', async () => {
  await wrote(5, 'create', { eventName: 'CreateFunction20150331' })
  await seen(10, 128)
  expect(await linked()).toEqual(['create'])
})

it('waits for a write that arrives late, and does not take an older one for it', async () => {
  await seen(0, 128)
  await wrote(10, 'first')
  await seen(12, 256)
  await seen(25, 512)
  expect(await linked()).toEqual([null, 'first', null])
  await wrote(24, 'second')
  expect(await linked()).toEqual([null, 'first', 'second'])
})

it('leaves out reads, failures, other functions and what is too long ago', async () => {
  await seen(0, 128)
  await wrote(5, 'long-ago')
  await wrote(50, 'read', { eventName: 'GetFunction20150331v2', readOnly: true })
  await wrote(51, 'failed', { errorCode: 'AccessDenied' })
  await wrote(52, 'other', { requestParameters: { functionName: 'orders-worker' } })
  await seen(55, 256)
  expect(await linked()).toEqual([null, null])
})

it('prefers the write before a version to one just after it', async () => {
  await seen(0, 128)
  await wrote(19, 'cause')
  await seen(20, 256)
  await wrote(20.5, 'after')
  expect(await linked()).toEqual([null, 'cause'])
})

const EVERY: [kind: string, source: string, record: object, event: Raw][] = [
  [
    'role',
    'iam.amazonaws.com',
    {
      name: 'orders-role',
      attachedPolicies: known([{ name: 'p', arn: 'arn:aws:iam::1:policy/p', document: known({}) }]),
    },
    { eventName: 'CreatePolicyVersion', requestParameters: { policyArn: 'arn:aws:iam::1:policy/p' } },
  ],
  ['role', 'iam.amazonaws.com', { name: 'orders-role' }, { requestParameters: { roleName: 'orders-role' } }],
  [
    'event-source-mapping',
    'lambda.amazonaws.com',
    { name: 'some-uuid' },
    { requestParameters: { uUID: 'some-uuid' } },
  ],
  [
    'api',
    'apigateway.amazonaws.com',
    { apiId: 'a1b2' },
    { requestParameters: { restApiId: 'a1b2', stageName: 'x' } },
  ],
  ['event-rule', 'events.amazonaws.com', { name: 'nightly' }, { requestParameters: { rule: 'nightly' } }],
  [
    'state-machine',
    'states.amazonaws.com',
    { name: 'flow' },
    { requestParameters: { stateMachineArn: 'arn:of:state-machine' } },
  ],
]

it.each(EVERY)('ties a version of %s to its event of %s', async (kind, eventSource, values, event) => {
  const place = kind === 'role' ? 'global' : REGION
  const { rows } = await db.pool.query(
    `INSERT INTO resource (account_id, region, kind, arn, name, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id`,
    [ACCOUNT, place, kind, `arn:of:${kind}`, 'name' in values ? values.name : 'x', at(0)],
  )
  const save = (minutes: number, contentHash: string) =>
    db.pool.query(
      'INSERT INTO resource_version (resource_id, content_hash, record, valid_from) VALUES ($1, $2, $3, $4)',
      [rows[0].id, contentHash, JSON.stringify(values), at(minutes)],
    )
  await save(0, 'a')
  await wrote(9, 'another', { eventSource, requestParameters: { name: 'something-else' } })
  await wrote(10, 'cause', { eventSource, ...event })
  await save(12, 'b')
  expect(await linked()).toEqual([null, 'cause'])
})
