import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { storeEvents } from '#server/testing/seed/store-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { inTransaction } from './in-transaction.ts'
import { insertEvents } from './insert-events.ts'
import { dropExpiredPartitions, retentionOf } from './partitions.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE trail_event, trail_hour, trail_day, trail_shape'))
afterAll(() => db.drop())

const START = Date.UTC(2026, 9, 1)

function event(id: number, hour: number, error: string | undefined, hostile: string): TrailRecord {
  return trailRecord(
    {
      eventTime: new Date(START + hour * 3_600_000 + id * 1000).toISOString(),
      errorCode: error,
      awsRegion: hostile,
    },
    `e${id}`,
  )
}

const COUNTED = `SELECT floor(date_part('epoch', event_time) / $1)::int AS slot, account_id, region, event_source, event_name,
    coalesce(function_name, '') AS function_name, tool, coalesce(error_code, '') AS error_code,
    CASE WHEN read_only THEN 'read' ELSE 'write' END AS kind, category, count(*)::int AS count
  FROM trail_event GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 8`

async function expectExact(): Promise<number> {
  const shape =
    'account_id, region, event_source, event_name, function_name, tool, error_code, kind, category'
  for (const [table, slot, seconds] of [
    ['trail_hour', 'hour', 3600],
    ['trail_day', 'day', 86_400],
  ] as const) {
    const counts = await db.pool.query(
      `SELECT ${slot} AS slot, ${shape}, count FROM ${table} JOIN trail_shape ON id = shape_id ORDER BY 1, 2, 3, 8`,
    )
    expect(counts.rows).toEqual((await db.pool.query(COUNTED, [seconds])).rows)
  }
  const { rows } = await db.pool.query('SELECT coalesce(sum(count), 0)::int AS total FROM trail_day')
  return rows[0]?.total
}

test('counts are those of the events, however these arrive', async () => {
  const one = fc.tuple(
    fc.nat(40),
    fc.nat(50),
    fc.constantFrom(undefined, 'AccessDenied', '\u0000\ud800'),
    fc.constantFrom('eu-west-1', '1:x', "'; DROP"),
  )
  await fc.assert(
    fc
      .asyncProperty(fc.array(fc.array(one, { maxLength: 12 }), { maxLength: 6 }), async (batches) => {
        await Promise.all(
          batches.map((batch) =>
            storeEvents(
              db.pool,
              batch.map(([id, hour, error, text]) => event(id, hour, error, text)),
            ),
          ),
        )
        await expectExact()
      })
      .beforeEach(async () => {
        await db.pool.query('TRUNCATE trail_event, trail_hour, trail_day, trail_shape')
      }),
    { numRuns: 15 },
  )
})

test('an ingest that fails leaves no count', async () => {
  await storeEvents(db.pool, [event(1, 0, undefined, 'r')])
  const fails = inTransaction(db.pool, async (tx) => {
    await insertEvents(tx, [event(2, 0, undefined, 'r')])
    throw new Error('killed')
  })
  await expect(fails).rejects.toThrow('killed')
  expect(await expectExact()).toBe(1)
})

test('retention takes counts away with the weeks that it drops, and shapes that nothing has any more', async () => {
  const old = Array.from({ length: 20 }, (_, i) => event(i, i * 24, i < 3 ? 'Gone' : undefined, 'r'))
  await storeEvents(db.pool, old)
  expect(await dropExpiredPartitions(db.pool, retentionOf(10, 1), START + 20 * DAY_MS)).toHaveLength(1)
  const left = await expectExact()
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(20)
  const { rows } = await db.pool.query('SELECT DISTINCT error_code FROM trail_shape')
  expect(rows).toEqual([{ error_code: '' }])
})
