import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import { createAlert, NOW } from '#server/testing/factories.ts'
import { makeHit } from '#server/testing/make-hit.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { maskOlderTexts } from './mask-older-texts.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

const SECRET = `ghp_${'a1b2'.repeat(9)}`
const KEPT_MS = 30 * DAY_MS

it('masks what earlier versions stored as it was, a few days at a time, and then no more', async () => {
  const events = [1, 20].map((daysAgo) => ({
    ...trailRecord({ eventTime: new Date(NOW - daysAgo * DAY_MS).toISOString() }, `${daysAgo}`),
    userAgent: `curl ${SECRET}`,
    errorMessage: daysAgo === 1 ? `bad token ${SECRET}` : 'eyJust a word',
  }))
  await saveEvents(db.pool, events)
  const evidence = [{ label: 'Tool', value: `curl ${SECRET}` }]
  await makeHit(db, { evidence })
  await createAlert(db, { evidence: { items: evidence, eventIds: [], metric: null } })
  const stored = async () => {
    const { rows } = await db.pool.query(
      `SELECT user_agent AS agent, error_message AS message, words::text FROM trail_event ORDER BY event_time DESC`,
    )
    return rows
  }
  await maskOlderTexts(db.pool, NOW, NOW - KEPT_MS)
  const [recent, older] = await stored()
  expect(recent).toMatchObject({ agent: '***', message: '***' })
  expect(recent?.words).not.toContain(SECRET)
  expect(recent?.words).toContain('updatefunctioncode')
  expect(older?.agent).toContain(SECRET)
  for (const table of ['detection_hit', 'alert']) {
    const { rows } = await db.pool.query(`SELECT evidence::text AS text FROM ${table}`)
    expect(rows[0]?.text).toContain('"***"')
    expect(rows[0]?.text).not.toContain(SECRET)
  }
  for (let round = 0; round < 3; round += 1) await maskOlderTexts(db.pool, NOW, NOW - KEPT_MS)
  expect((await stored())[1]).toMatchObject({ agent: '***', message: 'eyJust a word' })
  await db.pool.query('UPDATE trail_event SET user_agent = $1', [SECRET])
  await maskOlderTexts(db.pool, NOW, NOW - KEPT_MS)
  expect((await stored())[0]?.agent).toBe(SECRET)
})
