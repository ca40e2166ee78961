import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT_ID, makeContext, NOW } from '#server/testing/factories.ts'
import { iamUser, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createCanary, deleteCanary } from './change-canaries.ts'
import { listCanaries } from './list-canaries.ts'
import { type CreateCanaryInput, createCanaryInput } from './schema.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE canary, trail_event, trail_hour, trail_day CASCADE'))
afterAll(() => db.drop())

const KEY = 'AKIAIOSFODNN7EXAMPLE'
const at = () => makeContext(db, 'reviewer', NOW)
const mark = (kind: CreateCanaryInput['kind'], name: string) =>
  createCanary(at(), { kind, accountId: ACCOUNT_ID, name, note: 'Nobody uses it.' })
const assume = (role: string, account = ACCOUNT_ID) =>
  trailRecord({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: { roleArn: `arn:aws:iam::${account}:role/ops/${role}`, roleSessionName: 's' },
  })

describe('a canary', () => {
  it.each([
    ['function', 'orders-api', trailRecord({ requestParameters: { functionName: 'orders-api' } })],
    ['role', 'backup_role', trailRecord({ userIdentity: roleSession('backup_role', 'x') })],
    ['role', 'backup_role', assume('backup_role')],
    ['access-key', KEY, trailRecord({ userIdentity: iamUser('decoy', { accessKeyId: KEY }) })],
  ] as const)('of kind %s says which call touched it last', async (kind, name, record) => {
    await saveEvents(db.pool, [record])
    expect((await mark(kind, name)).touched).toEqual({
      at: record.eventTime.toISOString(),
      eventId: record.eventId,
      eventName: record.eventName,
      actorName: record.actorName,
    })
  })

  it.each([
    ['a role of a longer name', trailRecord({ userIdentity: roleSession('backup_role2', 'x') })],
    ['a role that fits only as a pattern', trailRecord({ userIdentity: roleSession('backup-role', 'x') })],
    ['taking on another role', assume('not-backup_role')],
    ['taking on its namesake elsewhere', assume('backup_role', '999900001111')],
  ])('is not touched by %s', async (_what, record) => {
    await saveEvents(db.pool, [record])
    expect((await mark('role', 'backup_role')).touched).toBeNull()
  })

  it('is listed with how far back is known, is marked once, and leaves an audit entry', async () => {
    const canary = await mark('role', 'decoy')
    await expect(mark('role', 'decoy')).rejects.toThrow(/already/)
    expect(await listCanaries(at())).toMatchObject({
      items: [{ name: 'decoy', touched: null }],
      storedFrom: null,
    })
    await deleteCanary(at(), { id: canary.id })
    await expect(deleteCanary(at(), { id: canary.id })).rejects.toThrow(/does not exist/)
    const { rows } = await db.pool.query('SELECT action FROM audit_entry WHERE entity_id = $1 ORDER BY id', [
      canary.id,
    ])
    expect(rows.map((row) => row.action)).toEqual(['canary.create', 'canary.delete'])
  })

  it('is nothing that only may be read, and no word for a key', async () => {
    const input = { kind: 'access-key' as const, accountId: ACCOUNT_ID, name: 'alice', note: 'x' }
    expect(createCanaryInput.safeParse(input).success).toBe(false)
    await expect(createCanary(makeContext(db, 'responder', NOW), { ...input, name: KEY })).rejects.toThrow(
      /reviewer/,
    )
  })
})
