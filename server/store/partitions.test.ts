import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '#server/testing/test-database.ts'
import {
  cellEnd,
  cellStart,
  dropExpiredPartitions,
  ensureEventPartitions,
  ensurePointPartitions,
  retentionOf,
} from './partitions.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

async function partitions(prefix: string): Promise<string[]> {
  const { rows } = await db.pool.query(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE $1 ORDER BY 1",
    [`${prefix}%`],
  )
  return rows.map((row) => row.relname)
}

describe('partitions', () => {
  it.each([
    ['day', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['week', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['month', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['year', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ] as const)('cuts time by %s at UTC boundaries', (grid, start, end) => {
    expect(new Date(cellStart(grid, NOW)).toISOString()).toBe(start)
    expect(new Date(cellEnd(grid, cellStart(grid, NOW))).toISOString()).toBe(end)
  })

  it('drops only what lies wholly outside the retention', async () => {
    const retention = retentionOf(90, 15)
    await ensurePointPartitions(db.pool, 60, [NOW, NOW - 14 * 86_400_000, NOW - 17 * 86_400_000])
    await ensureEventPartitions(db.pool, [NOW, NOW - 100 * 86_400_000])
    const dropped = await dropExpiredPartitions(db.pool, retention, NOW)
    expect(dropped.sort()).toEqual(['metric_point_60_20261103', 'trail_event_20260810'])
    expect(await partitions('metric_point_60_')).toEqual([
      'metric_point_60_20261106',
      'metric_point_60_20261120',
    ])
    expect(await partitions('trail_event_')).toEqual(['trail_event_20261116'])
  })

  it('makes a partition once when several writers ask for it together', async () => {
    const asks = Array.from({ length: 6 }, () => ensurePointPartitions(db.pool, 3600, [NOW]))
    await expect(Promise.all(asks)).resolves.toBeDefined()
    expect(await partitions('metric_point_3600_')).toEqual(['metric_point_3600_20261101'])
  })
})
