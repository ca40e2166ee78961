import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { moveCursor, readCursor } from './cursors.ts'

const KEY = { collector: 'trail-events', accountId: '111122223333', region: 'eu-west-1' }

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE trail_event, collector_cursor'))
afterAll(() => db.drop())

const events = (count: number): TrailRecord[] =>
  Array.from({ length: count }, (_, i) =>
    trailRecord({ eventTime: new Date(Date.UTC(2026, 10, 20, 9, i % 60)).toISOString() }, `e${i}`),
  )

async function stored(): Promise<string[]> {
  const { rows } = await db.pool.query('SELECT event_id FROM trail_event ORDER BY event_time, event_id')
  return rows.map((row) => row.event_id)
}

describe('saving events', () => {
  it('stores each once, and says which were new', async () => {
    const [a, b, c] = events(3) as [TrailRecord, TrailRecord, TrailRecord]
    expect(await saveEvents(db.pool, [a, b, a])).toHaveLength(2)
    expect((await saveEvents(db.pool, [b, c])).map(({ eventId }) => eventId)).toEqual(['e2'])
    expect(await stored()).toEqual(['e0', 'e1', 'e2'])
  })

  it('stores each once from several savers at once, in whatever order', async () => {
    const all = events(300)
    const savers = Array.from({ length: 4 }, (_, i) => saveEvents(db.pool, i % 2 ? all.toReversed() : all))
    const added = await Promise.all(savers)
    expect(added.flat()).toHaveLength(300)
    expect(await stored()).toHaveLength(300)
  })

  it('moves a cursor with the events it covers, or stores neither', async () => {
    const move = (to: string) => (client: Parameters<typeof moveCursor>[0]) =>
      moveCursor(client, KEY, { coveredTo: to }, new Date())
    await saveEvents(db.pool, events(2), move('one'))
    const fails = saveEvents(db.pool, events(5), async (client) => {
      await move('two')(client)
      throw new Error('killed')
    })
    await expect(fails).rejects.toThrow('killed')
    expect(await stored()).toHaveLength(2)
    expect(await readCursor(db.pool, KEY)).toEqual({ coveredTo: 'one' })
    await saveEvents(db.pool, [], move('three'))
    expect(await readCursor(db.pool, KEY)).toEqual({ coveredTo: 'three' })
  })

  it('keeps records that are hostile or far too long', async () => {
    const long = 'x'.repeat(100_000)
    const strange = [
      trailRecord({ requestParameters: { functionName: long }, userAgent: 'a\u0000b\ud800c' }, 'long'),
      trailRecord({ userIdentity: { type: 'IAMUser', arn: `arn:${long}\u0000`, userName: '\u202e' } }, 'arn'),
      trailRecord({ eventName: `Get${long}`, awsRegion: 'eu\u0000' }, 'name'),
      trailRecord({ eventID: `id\u0000${long}`, errorMessage: '\u0000' }),
    ]
    expect(await saveEvents(db.pool, strange)).toHaveLength(4)
    expect(await saveEvents(db.pool, strange)).toHaveLength(0)
    const { rows } = await db.pool.query("SELECT user_agent FROM trail_event WHERE event_id = 'long'")
    expect(rows).toEqual([{ user_agent: 'a\u2400b\ufffdc' }])
  })

  it('comes to the same rows however batches are cut, repeated, shuffled or late', async () => {
    const all = events(30)
    const batches = fc.array(fc.array(fc.nat(29), { maxLength: 12 }), { minLength: 1, maxLength: 8 })
    const whole = JSON.stringify(await rowsAfter([all]))
    await fc.assert(
      fc.asyncProperty(batches, async (cuts) => {
        await db.pool.query('TRUNCATE trail_event')
        const some = cuts.map((cut) => cut.flatMap((i) => all[i] ?? []))
        expect(JSON.stringify(await rowsAfter([...some, all]))).toBe(whole)
      }),
      { numRuns: 25 },
    )
  })
})

async function rowsAfter(batches: TrailRecord[][]): Promise<object[]> {
  await Promise.all(batches.map((batch) => saveEvents(db.pool, batch)))
  const { rows } = await db.pool.query(
    'SELECT event_id, event_time, actor_arn, tool, raw FROM trail_event ORDER BY event_time, event_id',
  )
  return rows
}
