import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import { deletedUser, MADE_UP } from '#server/testing/detections/made-up-detections.ts'
import { iamUser, trailRecord } from '#server/testing/records/trail-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { ingestRecords } from './ingest-records.ts'
import { previewReplay } from './preview-replay.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')
const FROM = new Date(NOW - 2 * DAY_MS)
const TO = new Date(NOW)

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    `TRUNCATE trail_event, trail_hour, trail_day, detection_hit, detection_state, detection_progress, detection_tuning,
       allow_entry, alert CASCADE`,
  )
})
afterAll(() => db.drop())

const call = (minutesAgo: number, name: string, actor = 'ann') =>
  trailRecord({
    eventTime: new Date(NOW - minutesAgo * MINUTE_MS).toISOString(),
    eventSource: 'iam.amazonaws.com',
    eventName: name,
    requestParameters: null,
    userIdentity: iamUser(actor),
  })

async function ingest(records: ReturnType<typeof trailRecord>[]) {
  const { context } = createWorker(db, { clock: () => NOW })
  await ingestRecords({ ...context, detections: MADE_UP }, records, { source: 'lookup' })
}
const preview = (detectionId: string, tuning: object) =>
  previewReplay(db, { detectionId, tuning, from: FROM, to: TO, detections: MADE_UP })

const everything = async () => {
  const tables = ['detection_hit', 'detection_state', 'detection_progress', 'alert']
  const rows = await Promise.all(
    tables.map((table) => db.pool.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)),
  )
  return rows.map((one) => one.rows)
}

describe('a preview', () => {
  it('says what another threshold would have found, and keeps nothing of it', async () => {
    await ingest([call(300, 'GetUser'), call(299, 'GetUser'), call(298, 'GetUser')])
    await ingest([call(200, 'GetUser', 'bob'), call(199, 'GetUser', 'bob')])
    const stored = await everything()
    const found = await preview('many-calls', { parameters: { calls: 2 } })
    expect(found.before.map((hit) => hit.title)).toEqual(['It was ann'])
    expect(found.after.map((hit) => hit.title)).toEqual(['It was ann', 'It was bob'])
    expect(found).toMatchObject({ records: 5, lookedTo: TO })
    expect(await everything()).toEqual(stored)
  })

  it('finds nothing where the detection would be off, and goes by its tuning of this moment', async () => {
    await ingest([call(300, 'DeleteUser')])
    const off = await preview('deleted-user', { enabled: false })
    expect([off.before.length, off.after.length]).toEqual([1, 0])
    await db.pool.query(
      `INSERT INTO detection_tuning (detection_id, enabled, reason, updated_by) VALUES ('deleted-user', false, 'noise', 'ann')`,
    )
    const on = await preview('deleted-user', { enabled: true, severity: 'low' })
    expect([on.before.length, on.after.map((hit) => hit.severity)]).toEqual([0, ['low']])
  })

  it('finds records of names that a rule spells in another case, as the rule itself does', async () => {
    await ingest([call(300, 'DeleteUser')])
    const spelled = { ...deletedUser, sources: ['IAM.amazonaws.com'], names: ['deleteuser'] }
    const input = { detectionId: 'deleted-user', tuning: {}, from: FROM, to: TO, detections: [spelled] }
    const { before, records } = await previewReplay(db, input)
    expect([before.length, records]).toEqual([1, 1])
  })

  it('leaves out what is allowed', async () => {
    await db.pool.query(
      `INSERT INTO allow_entry (id, detection_ids, principal, reason, expires_at, created_by)
       VALUES (gen_random_uuid(), '{}', '*user/bob', 'he cleans up', '2027-01-01', 'ann')`,
    )
    await ingest([call(300, 'DeleteUser', 'bob'), call(299, 'DeleteUser', 'eve')])
    const { after } = await preview('deleted-user', { severity: 'high' })
    expect(after.map((hit) => hit.actorName)).toEqual(['eve'])
  })

  it('knows what was seen before the time that it is about', async () => {
    const old = [9, 8, 7, 6, 5, 4, 3].map((days) => call(days * 1440, 'GetUser'))
    await ingest([...old, call(300, 'GetUser'), call(200, 'ListUsers')])
    const { after, records } = await preview('new-name', {})
    expect(after.map((hit) => hit.title)).toEqual(['It was ann ListUsers'])
    expect(records).toBe(2)
  })

  it('says how far it came when time ran out, and that there is no such detection', async () => {
    await ingest([call(4000, 'GetUser'), call(300, 'GetUser')])
    const input = { detectionId: 'new-name', tuning: {}, from: FROM, to: TO, detections: MADE_UP }
    const { lookedTo } = await previewReplay(db, { ...input, timeoutMs: 0 })
    expect(lookedTo).toEqual(FROM)
    await expect(preview('no-such', {})).rejects.toThrow(RangeError)
  })
})
