import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DETECTIONS } from '#server/detections/index.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { ACCOUNT_ID, createAlert, makeContext, NOW } from '#server/testing/factories.ts'
import { makeHit } from '#server/testing/make-hit.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getAttackCoverage } from './get-attack-coverage.ts'
import { getDetection } from './get-detection.ts'
import { listDetections } from './list-detections.ts'
import { listHits } from './list-hits.ts'
import { listDetectionsQuery, listHitsQuery } from './schema.ts'
import { tuneDetection } from './tune-detection.ts'

const ID = 'functions-deleted'
const REASON = 'Agreed with the board.'
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
  await db.prisma.awsAccount.create({ data: { id: ACCOUNT_ID, name: 'shop' } })
})
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE detection_hit, detection_tuning, detection_progress, allow_entry, trail_event, trail_hour, trail_day, alert, audit_entry CASCADE',
  )
})
afterAll(() => db.drop())

const viewer = () => makeContext(db, 'viewer', NOW)
const admin = () => makeContext(db, 'admin', NOW)
const list = (query: Record<string, unknown> = {}) =>
  listDetections(viewer(), listDetectionsQuery.parse({ pageSize: 200, ...query }))
const hits = (query: Record<string, unknown> = {}) => listHits(viewer(), listHitsQuery.parse(query))
const rowOf = async (id: string) => (await list()).items.find((row) => row.id === id)
const takeIn = () => saveEvents(db.pool, [trailRecord({ eventTime: new Date(NOW - DAY_MS).toISOString() })])
const learnedSince = (days: number) =>
  db.pool.query(
    'INSERT INTO detection_progress (account_id, learning_since, newest_at) VALUES ($1, $2, $3)',
    [ACCOUNT_ID, new Date(NOW - days * DAY_MS), new Date(NOW)],
  )

describe('the catalogue', () => {
  it('has every detection, each with what it saw in thirty days', async () => {
    await takeIn()
    await makeHit(db)
    await makeHit(db, { allowedBy: '00000000-0000-4000-8000-000000000000', at: new Date(NOW - 3 * DAY_MS) })
    await makeHit(db, { at: new Date(NOW - 31 * DAY_MS) })
    await createAlert(db, { ruleId: ID, ruleKind: 'detection', lastSeenAt: new Date(NOW - HOUR_MS) })
    const { items, total } = await list()
    expect(total).toBe(DETECTIONS.length)
    const row = items.find((one) => one.id === ID)
    expect(row).toMatchObject({ state: 'on', seen: { hits: 2, allowed: 1, alerts: 1 } })
    expect(row?.seen.days).toHaveLength(30)
    expect(row?.seen.days.at(-1)).toBe(1)
    expect(row?.seen.days.at(-3)).toBe(1)
  })

  it('says that nothing is seen before any event was read', async () => {
    expect(await rowOf(ID)).toMatchObject({
      state: 'blind',
      blindness: expect.stringMatching(/no CloudTrail events/),
    })
  })

  it.each([
    [3, 'learning', 1],
    [40, 'on', 0],
  ])('knows who is known for %d days: %s', async (days, state, learning) => {
    await takeIn()
    await learnedSince(days)
    expect(await rowOf('lambda-changed-by-new-principal')).toMatchObject({
      state,
      learning: { accounts: 1, learning },
    })
  })

  it.each([
    [{ q: 'many functions deleted' }, true],
    [{ q: `id:${ID}` }, true],
    [{ q: 'T1485' }, true],
    [{ q: '-group:functions' }, false],
    [{ severity: 'high', group: 'functions', kind: 'threshold', technique: 'T1485', saw: 'nothing' }, true],
    [{ state: 'off' }, false],
    [{ saw: 'alerts' }, false],
  ])('is narrowed by %j', async (query, isThere) => {
    await takeIn()
    expect((await list(query)).items.some((row) => row.id === ID)).toBe(isThere)
  })
})

describe('a detection of data events alone', () => {
  const ID_OF_DATA = 'function-invoked-by-new-principal'

  it('sees nothing until one of them came, and says why', async () => {
    await takeIn()
    await learnedSince(40)
    expect(await rowOf(ID_OF_DATA)).toMatchObject({
      state: 'blind',
      blindness: expect.stringMatching(/Invoke.*data events/),
    })
    const eventTime = new Date(NOW - DAY_MS).toISOString()
    await saveEvents(db.pool, [trailRecord({ eventTime, eventName: 'Invoke', eventCategory: 'Data' })])
    expect(await rowOf(ID_OF_DATA)).toMatchObject({ blindness: null })
  })
})

describe('tuning', () => {
  it('switches, and gives severity and parameters, with a reason that is kept and audited', async () => {
    await takeIn()
    await tuneDetection(admin(), { id: ID, severity: 'low', parameters: { functions: 9 }, reason: REASON })
    const { row, parameters, tuning } = await tuneDetection(admin(), {
      id: ID,
      enabled: false,
      reason: REASON,
    })
    expect(row).toMatchObject({ state: 'off', severity: 'low', catalogueSeverity: 'high', isTuned: true })
    expect(parameters.map(({ name, value }) => [name, value])).toEqual([
      ['functions', 9],
      ['minutes', 15],
    ])
    expect(tuning).toMatchObject({ enabled: false, severity: 'low', reason: REASON, updatedBy: 'Ada' })
    const { rows } = await db.pool.query(
      "SELECT details FROM audit_entry WHERE action = 'detection.tune' ORDER BY id",
    )
    expect(rows.map(({ details }) => details.after.enabled)).toEqual([null, false])
  })

  it('goes back to the catalogue with null', async () => {
    await tuneDetection(admin(), { id: ID, enabled: false, severity: 'low', reason: REASON })
    const { row } = await tuneDetection(admin(), { id: ID, enabled: null, severity: null, reason: REASON })
    expect(row).toMatchObject({ enabled: true, severity: 'high' })
  })

  it.each([
    ['a value out of bounds', { functions: 1 }],
    ['a word for a number', { functions: 'many' }],
    ['what it does not have', { hours: 3 }],
  ])('refuses %s and changes nothing', async (_what, parameters) => {
    await expect(tuneDetection(admin(), { id: ID, parameters, reason: REASON })).rejects.toThrow(
      /functions|hours/,
    )
    expect((await getDetection(viewer(), { id: ID })).tuning).toBeNull()
  })

  it('is for administrators, of detections that are there', async () => {
    await expect(tuneDetection(makeContext(db, 'reviewer', NOW), { id: ID, reason: REASON })).rejects.toThrow(
      /admin/,
    )
    await expect(tuneDetection(admin(), { id: 'no-such', reason: REASON })).rejects.toThrow(/does not exist/)
  })
})

describe('hits', () => {
  it('say what became of each', async () => {
    const entry = await db.prisma.allowEntry.create({
      data: {
        detectionIds: [ID],
        principal: '*',
        reason: REASON,
        createdBy: 'Ada',
        expiresAt: new Date(NOW + DAY_MS),
      },
    })
    const told = await makeHit(db, { title: 'told' })
    await makeHit(db, { title: 'allowed', allowedBy: entry.id })
    await makeHit(db, { title: 'kept', severity: 'low' })
    const { id: alertId } = await createAlert(db, {
      ruleId: ID,
      ruleKind: 'detection',
      fingerprint: told.fingerprint,
      startedAt: told.at,
      lastSeenAt: told.lastAt,
    })
    const { items, facets } = await hits({ sort: 'title', order: 'asc' })
    expect(items.map((row) => [row.title, row.alertId, row.allowedBy?.reason ?? null])).toEqual([
      ['allowed', null, REASON],
      ['kept', null, null],
      ['told', alertId, null],
    ])
    expect(facets.outcome.map(({ value, count }) => [value, count]).sort()).toEqual([
      ['alert', 1],
      ['allowed', 1],
      ['neither', 1],
    ])
    expect((await hits({ entry: entry.id })).items.map((row) => row.title)).toEqual(['allowed'])
  })

  it.each([
    [{ q: 'ann' }, 1],
    [{ q: 'actor:ann severity:high' }, 1],
    [{ q: '-detection:functions-deleted' }, 0],
    [{ detection: ID, outcome: 'neither' }, 1],
    [{ function: 'orders-api' }, 0],
    [{ accounts: '999900001111' }, 0],
    [{ from: new Date(NOW - 10 * DAY_MS).toISOString(), to: new Date(NOW - 5 * DAY_MS).toISOString() }, 0],
  ])('are narrowed by %j to %d', async (query, total) => {
    await makeHit(db)
    expect((await hits(query)).total).toBe(total)
  })
})

describe('ATT&CK', () => {
  const techniqueIn = async (id: string) =>
    (await getAttackCoverage(viewer(), {})).tactics
      .flatMap((one) => one.techniques)
      .find((one) => one.id === id)

  it('has what is looked for, with what was seen of it', async () => {
    await takeIn()
    await makeHit(db)
    expect(await techniqueIn('T1485')).toMatchObject({ name: 'Data destruction', hits: 1, blindness: null })
  })

  it('says of which nothing is seen, and why', async () => {
    expect(await techniqueIn('T1485')).toMatchObject({
      on: 0,
      blindness: expect.stringMatching(/no CloudTrail/),
    })
    expect(await techniqueIn('T1566')).toMatchObject({
      on: 0,
      blindness: expect.stringMatching(/No detection/),
    })
  })
})
