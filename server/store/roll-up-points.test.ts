import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { PeriodSeconds, Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { rollUpPoints } from './roll-up-points.ts'
import { savePoints } from './save-points.ts'

const NOW = Date.UTC(2026, 10, 20, 10, 7)
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE metric_point'))
afterAll(() => db.drop())

const save = (stat: Stat, periodSeconds: PeriodSeconds, points: [number, number][]) =>
  savePoints(db.pool, [
    {
      key: { accountId: 'a', region: 'r', namespace: 'n', metric: stat, stat, dimension: '' },
      periodSeconds,
      points: points.map(([at, value]) => ({ at: new Date(at), value })),
    },
  ])

async function stored(stat: Stat, periodSeconds: PeriodSeconds): Promise<[string, number][]> {
  const { rows } = await db.pool.query(
    `SELECT at, value FROM metric_point p JOIN metric_series s ON s.id = p.series_id
     WHERE stat = $1 AND period_seconds = $2 ORDER BY at`,
    [stat, periodSeconds],
  )
  return rows.map((row) => [row.at.toISOString().slice(11, 16), row.value])
}

const minutes = (count: number, value: (i: number) => number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [NOW - (count - i) * MINUTE_MS, value(i)])

it('adds sums and takes the greatest of maxima, of periods that have ended', async () => {
  await save(
    'Sum',
    60,
    minutes(12, () => 2),
  )
  await save(
    'Maximum',
    60,
    minutes(12, (i) => i),
  )
  await rollUpPoints(db.pool, NOW)
  expect(await stored('Sum', 300)).toEqual([
    ['09:55', 10],
    ['10:00', 10],
  ])
  expect(await stored('Maximum', 300)).toEqual([
    ['09:55', 4],
    ['10:00', 9],
  ])
})

it('takes late corrections in, and changes nothing when it runs again', async () => {
  await save('Sum', 300, [[Date.UTC(2026, 10, 20, 9, 10), 5]])
  await rollUpPoints(db.pool, NOW)
  await save('Sum', 300, [[Date.UTC(2026, 10, 20, 9, 20), 7]])
  await rollUpPoints(db.pool, NOW)
  await rollUpPoints(db.pool, NOW)
  expect(await stored('Sum', 3600)).toEqual([['09:00', 12]])
})

it('reaches back to where a pause began, in whole periods only', async () => {
  const fromMs = Date.UTC(2026, 10, 19, 20, 30)
  const points: [number, number][] = []
  for (let at = fromMs; at < NOW; at += 5 * MINUTE_MS) points.push([at, 1])
  await save('Sum', 300, points)
  await rollUpPoints(db.pool, NOW)
  expect(await stored('Sum', 3600)).toHaveLength(2)
  await rollUpPoints(db.pool, NOW, { periodSeconds: 300, fromMs })
  const hours = await stored('Sum', 3600)
  expect(hours).toHaveLength(13)
  expect(hours.every(([, value]) => value === 12)).toBe(true)
})

it('reads nothing but what was stored late, where that is told', async () => {
  const at = new Date(NOW - 8 * HOUR_MS)
  const of = (accountId: string, dimension: string) => ({
    key: { accountId, region: 'r', namespace: 'n', metric: 'Late', stat: 'Sum' as const, dimension },
    periodSeconds: 300 as const,
    points: [{ at, value: 3 }],
  })
  await savePoints(db.pool, [of('a', 'orders'), of('a', 'other'), of('b', 'orders')])
  const hours = async () =>
    (
      await db.pool.query(
        `SELECT s.account_id AS account, s.dimension FROM metric_point p JOIN metric_series s ON s.id = p.series_id
         WHERE s.metric = 'Late' AND p.period_seconds = 3600 ORDER BY 1, 2`,
      )
    ).rows.map(({ account, dimension }) => `${account} ${dimension}`)
  const late = { periodSeconds: 300 as const, fromMs: NOW - 9 * HOUR_MS }
  await rollUpPoints(db.pool, NOW, {
    ...late,
    of: { accountId: 'a', region: 'r', dimensions: ['', 'orders'] },
  })
  expect(await hours()).toEqual(['a orders'])
  await rollUpPoints(db.pool, NOW, { ...late, of: { accountId: 'a', region: 'r' } })
  expect(await hours()).toEqual(['a orders', 'a other'])
  await rollUpPoints(db.pool, NOW, late)
  expect(await hours()).toEqual(['a orders', 'a other', 'b orders'])
})

it('makes days of the hours that a backfill brought', async () => {
  const fromMs = NOW - 14 * DAY_MS
  const points: [number, number][] = []
  for (let at = Math.ceil(fromMs / HOUR_MS) * HOUR_MS; at < NOW; at += HOUR_MS) points.push([at, 1])
  await save('Sum', 3600, points)
  await rollUpPoints(db.pool, NOW, { periodSeconds: 3600, fromMs })
  const days = await stored('Sum', 86400)
  expect(days).toHaveLength(13)
  expect(days.every(([, value]) => value === 24)).toBe(true)
})

it('catches up over weeks of which nothing was kept yet', async () => {
  const longAgo = NOW - 10 * DAY_MS
  await save('Sum', 60, [[longAgo, 4]])
  await rollUpPoints(db.pool, NOW, { periodSeconds: 60, fromMs: NOW - 17 * DAY_MS })
  expect(await stored('Sum', 300)).toEqual([['10:05', 4]])
})
