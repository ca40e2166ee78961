import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { saveProgress } from './detection-progress.ts'
import { expireStates, loadStates, type StateRow, saveStates, storedKey } from './detection-state.ts'
import { inTransaction } from './in-transaction.ts'

const NEWEST = Date.parse('2026-11-20T10:00:00Z')

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE detection_state, detection_progress')
  const at = new Date(NEWEST)
  const known = { learningSince: at, newestAt: at, replayFrom: null, replayedAt: null, catalogue: '' }
  await inTransaction(db.pool, (client) => saveProgress(client, [{ accountId: 'a', ...known }]))
})
afterAll(() => db.drop())

const row = (detectionId: string, key: string, daysAgo: number): StateRow => ({
  accountId: 'a',
  detectionId,
  key: storedKey(key),
  state: { daysAgo },
  seenAt: new Date(NEWEST - daysAgo * DAY_MS),
})
const save = (rows: StateRow[]) => inTransaction(db.pool, (client) => saveStates(client, rows))
const keys = async () =>
  (await db.pool.query('SELECT detection_id || key AS key FROM detection_state ORDER BY 1')).rows.map(
    ({ key }) => key,
  )

describe('what detections remember', () => {
  it('comes back as it was, whatever its key', async () => {
    const rows = ['', 'x', 'é'.repeat(1000), `${'é'.repeat(1000)}!`, '\u0000\ud800'].map((key, i) =>
      row('d', key, i),
    )
    await save(rows)
    const found = await loadStates(db.pool, rows)
    expect(found.map(({ state }) => state).sort()).toEqual(rows.map(({ state }) => state).sort())
    expect(found).toHaveLength(5)
    await save([{ ...row('d', 'x', 9), state: 'other' }])
    expect(await loadStates(db.pool, [row('d', 'x', 0)])).toMatchObject([
      { state: 'other', seenAt: new Date(NEWEST - DAY_MS) },
    ])
  })

  it('goes when it was not seen for as long as its detection remembers and a day, or the detection is no more', async () => {
    await save([row('week', 'new', 7), row('week', 'old', 9), row('month', 'old', 9), row('gone', 'new', 0)])
    const memoriesMs = new Map([
      ['week', 7 * DAY_MS],
      ['month', 30 * DAY_MS],
    ])
    expect(await expireStates(db.pool, memoriesMs)).toBe(2)
    expect(await keys()).toEqual(['monthold', 'weeknew'])
  })
})
