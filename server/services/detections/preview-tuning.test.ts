import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { previewTuning } from './preview-tuning.ts'
import { tuneDetection } from './tune-detection.ts'

const ID = 'functions-deleted'
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() =>
  db.pool.query('TRUNCATE trail_event, trail_hour, trail_day, detection_tuning, detection_hit CASCADE'),
)
afterAll(() => db.drop())

const remove = (count: number, daysAgo: number) =>
  Array.from({ length: count }, (_, i) =>
    trailRecord({
      eventTime: new Date(NOW - daysAgo * DAY_MS + i * MINUTE_MS).toISOString(),
      eventName: 'DeleteFunction20150331',
      requestParameters: { functionName: `orders-${i}` },
    }),
  )
const preview = (change: object, days = 30) =>
  previewTuning(makeContext(db, 'responder', NOW), { id: ID, days, ...change })

describe('the preview of a change', () => {
  it('says what it would have found more, on which day, and keeps nothing', async () => {
    await saveEvents(db.pool, [...remove(5, 3), ...remove(3, 1)])
    const found = await preview({ parameters: { functions: 3 } })
    expect(found).toMatchObject({
      records: 8,
      before: 1,
      after: 2,
      gainedTotal: 1,
      lostTotal: 0,
      changedSeverity: 0,
    })
    expect(found.gained).toMatchObject([{ title: '3 functions deleted by ann', actorName: 'ann' }])
    expect(found.days.filter((day) => day.after > 0)).toEqual([
      { at: '2026-11-17T00:00:00.000Z', before: 1, after: 1 },
      { at: '2026-11-19T00:00:00.000Z', before: 0, after: 1 },
    ])
    expect((await db.pool.query('SELECT FROM detection_hit')).rowCount).toBe(0)
  })

  it.each([
    ['switched off', { enabled: false }, { before: 1, after: 0, lostTotal: 1 }],
    ['of another severity', { severity: 'low' }, { before: 1, after: 1, lostTotal: 0, changedSeverity: 1 }],
    ['harder to reach', { parameters: { functions: 6 } }, { before: 1, after: 0, lostTotal: 1 }],
    ['as it is', {}, { before: 1, after: 1, gainedTotal: 0, lostTotal: 0, changedSeverity: 0 }],
  ])('shows a detection that is %s', async (_what, change, expected) => {
    await saveEvents(db.pool, remove(5, 3))
    expect(await preview(change)).toMatchObject(expected)
  })

  it('is held against how it is tuned now', async () => {
    await saveEvents(db.pool, remove(3, 1))
    const parameters = { functions: 3 }
    const reason = 'Agreed with the board.'
    await tuneDetection(makeContext(db, 'admin', NOW), { id: ID, parameters, reason })
    expect(await preview({})).toMatchObject({ before: 1, after: 1 })
    expect(await preview({ parameters: {} })).toMatchObject({ before: 1, after: 0 })
  })

  it('refuses what is no value, and viewers', async () => {
    await expect(preview({ parameters: { functions: 0 } })).rejects.toThrow(/functions/)
    await expect(previewTuning(makeContext(db, 'viewer', NOW), { id: ID, days: 1 })).rejects.toThrow(
      /responder/,
    )
  })
})
