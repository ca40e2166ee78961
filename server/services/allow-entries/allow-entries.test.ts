import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { watchAllowEntries } from '#server/jobs/watch-allow-entries.ts'
import { ACCOUNT_ID, makeContext, NOW } from '#server/testing/factories.ts'
import { makeHit } from '#server/testing/make-hit.ts'
import { iamUser, trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createAllowEntry, endAllowEntry, renewAllowEntry } from './change-allow-entries.ts'
import { listAllowEntries } from './list-allow-entries.ts'
import { previewAllowEntry } from './preview-allow-entry.ts'
import { type AllowSelector, allowSelector, listAllowEntriesQuery } from './schema.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() =>
  db.pool.query('TRUNCATE allow_entry, detection_hit, trail_event, alert, audit_entry CASCADE'),
)
afterAll(() => db.drop())

const ANN = `arn:aws:iam::${ACCOUNT_ID}:user/ann`
const at = (days = 0) => makeContext(db, 'reviewer', NOW + days * DAY_MS)
const selectorOf = (parts: Partial<AllowSelector>) =>
  allowSelector.parse({ detectionIds: ['functions-deleted'], ...parts })
const create = (parts: Partial<AllowSelector> = { principal: ANN }, days = 90) =>
  createAllowEntry(at(), { selector: selectorOf(parts), reason: 'Agreed with the board.', days })
const list = (state: 'current' | 'ended' = 'current', days = 0) =>
  listAllowEntries(at(days), listAllowEntriesQuery.parse({ state }))

/** A hit by ann through the CLI, whose record is stored. */
async function hitByAnn(name = 'ann') {
  const time = new Date(NOW - HOUR_MS)
  const record = trailRecord({ eventTime: time.toISOString(), userIdentity: iamUser(name) })
  await saveEvents(db.pool, [record])
  return makeHit(db, { eventIds: [record.eventId], actorArn: record.actorArn, actorName: name, at: time })
}

describe('the preview of an entry', () => {
  it.each<[string, Partial<AllowSelector>, number]>([
    ['its principal', { principal: ANN }, 1],
    ['a pattern of principals', { principal: '*:user/a*' }, 1],
    ['its tool', { tool: 'cli' }, 1],
    ['another tool', { principal: ANN, tool: 'console' }, 0],
    ['its network', { network: '203.0.113.0/24' }, 1],
    ['another network', { network: '198.51.100.0/24' }, 0],
    ['its account', { accountId: ACCOUNT_ID }, 2],
    ['another detection', { detectionIds: ['root-used'], principal: ANN }, 0],
    ['every detection', { detectionIds: [], principal: ANN }, 1],
  ])('holds %s against what was hit', async (_what, parts, total) => {
    const ann = await hitByAnn()
    await makeHit(db, { actorArn: `arn:aws:iam::${ACCOUNT_ID}:user/bob`, actorName: 'bob' })
    const preview = await previewAllowEntry(at(), { selector: selectorOf(parts) })
    expect(preview).toMatchObject({ total, of: 2, alreadyAllowed: 0 })
    if (total === 1) expect(preview.hits.map((hit) => hit.id)).toEqual([ann.id])
  })

  it('warns of what is nothing and of what is nearly everything', async () => {
    const selector = allowSelector.parse({
      detectionIds: ['no-such-thing'],
      principal: '*',
      functionName: 'gone',
    })
    const { warnings } = await previewAllowEntry(at(), { selector })
    expect(warnings.join(' ')).toMatch(/no detection no-such-thing.*No function is called gone.*anybody/)
    const wide = allowSelector.parse({ principal: 'ann' })
    expect((await previewAllowEntry(at(), { selector: wide })).warnings.join(' ')).toMatch(
      /no ARN.*names no detection/,
    )
  })

  it('is not made for an entry that says nothing', () => {
    expect(allowSelector.safeParse({ detectionIds: ['functions-deleted'] }).success).toBe(false)
    expect(allowSelector.safeParse({ network: 'the office' }).success).toBe(false)
  })
})

describe('an entry of the allow-list', () => {
  it('is listed with what it kept from being alerts, the first to end at the top', async () => {
    const long = await create()
    const short = await create({ tool: 'iac' }, 10)
    await makeHit(db, { allowedBy: long.id })
    await makeHit(db, { allowedBy: long.id, at: new Date(NOW - 40 * DAY_MS) })
    expect((await list()).items).toMatchObject([
      { id: short.id, state: 'ending', allowed30d: 0, allowed: 0, lastAllowedAt: null },
      {
        id: long.id,
        state: 'active',
        allowed30d: 1,
        allowed: 2,
        lastAllowedAt: new Date(NOW - HOUR_MS).toISOString(),
      },
    ])
  })

  it('ends by itself, or before, and is renewed only while it holds', async () => {
    const one = await create(undefined, 5)
    expect(await renewAllowEntry(at(), { id: one.id, days: 30, reason: 'Still agreed.' })).toMatchObject({
      state: 'active',
      reason: 'Still agreed.',
      expiresAt: new Date(NOW + 30 * DAY_MS).toISOString(),
    })
    expect((await list('ended', 31)).items).toMatchObject([{ id: one.id, state: 'ended' }])
    const other = await create()
    expect(await endAllowEntry(at(), { id: other.id })).toMatchObject({ state: 'ended', endedBy: 'Ada' })
    await expect(renewAllowEntry(at(), { id: other.id, days: 1, reason: 'again' })).rejects.toThrow(
      /has ended/,
    )
    await expect(endAllowEntry(at(31), { id: one.id })).rejects.toThrow(/has ended/)
  })

  it('is written by reviewers, and every change leaves an audit entry', async () => {
    const one = await create()
    await renewAllowEntry(at(), { id: one.id, days: 30, reason: 'Still agreed.' })
    await endAllowEntry(at(), { id: one.id })
    const { rows } = await db.pool.query(
      "SELECT action FROM audit_entry WHERE entity = 'allow-entry' ORDER BY id",
    )
    expect(rows.map((row) => row.action)).toEqual([
      'allow-entry.create',
      'allow-entry.renew',
      'allow-entry.end',
    ])
    const responder = makeContext(db, 'responder', NOW)
    const input = { selector: selectorOf({ principal: ANN }), reason: 'Agreed with the board.', days: 1 }
    await expect(createAllowEntry(responder, input)).rejects.toThrow(/reviewer/)
  })

  it('reminds of its end where it still kept something from being an alert, and once', async () => {
    const used = await create(undefined, 10)
    await create({ tool: 'iac' }, 10)
    await makeHit(db, { allowedBy: used.id })
    await watchAllowEntries(db, new Date(NOW))
    await watchAllowEntries(db, new Date(NOW + HOUR_MS))
    const alerts = async () =>
      (
        await db.pool.query(
          "SELECT fingerprint, state, severity FROM alert WHERE rule_id = 'allow-entry-ending'",
        )
      ).rows
    const fingerprint = `allow-entry-ending:${used.id}`
    expect(await alerts()).toEqual([{ fingerprint, state: 'firing', severity: 'low' }])
    await endAllowEntry(at(), { id: used.id })
    await watchAllowEntries(db, new Date(NOW + 2 * HOUR_MS))
    expect(await alerts()).toMatchObject([{ fingerprint, state: 'resolved' }])
  })
})
