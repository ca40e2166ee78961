import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MetricPoint, PeriodSeconds } from '#server/domain/metrics/metric.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { type SeriesPoints, savePoints } from './save-points.ts'

const START = Date.UTC(2026, 10, 20, 9)
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE metric_point'))
afterAll(() => db.drop())

const points = (...values: number[]): MetricPoint[] =>
  values.map((value, i) => ({ at: new Date(START + i * 5 * MINUTE_MS), value }))
const batch = (list: MetricPoint[], dimension = 'a', periodSeconds: PeriodSeconds = 300): SeriesPoints => ({
  key: {
    accountId: '111122223333',
    region: 'eu-west-1',
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    stat: 'Sum',
    dimension,
  },
  periodSeconds,
  points: list,
})

async function values(dimension = 'a'): Promise<number[]> {
  const { rows } = await db.pool.query(
    `SELECT value FROM metric_point p JOIN metric_series s ON s.id = p.series_id WHERE dimension = $1 ORDER BY at`,
    [dimension],
  )
  return rows.map((row) => row.value)
}

describe('saving points', () => {
  it('lets a late correction replace what was there, and a repeat change nothing', async () => {
    expect(await savePoints(db.pool, [batch(points(1, 2, 3))])).toBe(3)
    await savePoints(db.pool, [batch(points(1, 5))])
    await savePoints(db.pool, [batch(points(1, 5))])
    expect(await values()).toEqual([1, 5, 3])
  })

  it('leaves out what is not a number or has no time', async () => {
    const strange = [Number.NaN, Number.POSITIVE_INFINITY, 0, -1]
    await savePoints(db.pool, [batch([...points(...strange), { at: new Date(Number.NaN), value: 1 }])])
    expect(await values()).toEqual([0, -1])
  })

  it('takes the last of two values for one moment, and keeps periods apart', async () => {
    await savePoints(db.pool, [batch(points(1)), batch(points(2)), batch(points(9), 'a', 3600)])
    const { rows } = await db.pool.query('SELECT period_seconds AS s, value FROM metric_point ORDER BY 1')
    expect(rows).toEqual([
      { s: 300, value: 2 },
      { s: 3600, value: 9 },
    ])
  })

  it('remembers the newest point of a series, whatever comes late', async () => {
    await savePoints(db.pool, [batch(points(1, 2, 3), 'newest')])
    await savePoints(db.pool, [batch(points(7), 'newest')])
    const { rows } = await db.pool.query("SELECT last_point_at FROM metric_series WHERE dimension = 'newest'")
    expect(rows).toEqual([{ last_point_at: new Date(START + 10 * MINUTE_MS) }])
  })

  it('stores all or nothing together with what goes alongside', async () => {
    const fails = savePoints(db.pool, [batch(points(1))], async () => {
      throw new Error('killed')
    })
    await expect(fails).rejects.toThrow('killed')
    expect(await values()).toEqual([])
  })

  it('takes a name that Postgres cannot hold', async () => {
    await savePoints(db.pool, [batch(points(1), 'a\u0000b')])
    await savePoints(db.pool, [batch(points(2), 'a\u0000b')])
    expect(await values('a\u2400b')).toEqual([2])
  })

  it('lets several writers store the same series at once', async () => {
    const all = Array.from({ length: 80 }, (_, i) => batch(points(i, i), `f${i}`))
    const writers = Array.from({ length: 4 }, (_, i) => savePoints(db.pool, i % 2 ? all.toReversed() : all))
    expect(await Promise.all(writers)).toEqual([160, 160, 160, 160])
    const { rows } = await db.pool.query('SELECT count(*)::int AS n FROM metric_point')
    expect(rows).toEqual([{ n: 160 }])
  })
})
