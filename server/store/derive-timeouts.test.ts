import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { deriveTimeouts } from './derive-timeouts.ts'
import { type SeriesPoints, savePoints } from './save-points.ts'
import { saveResources } from './save-resources.ts'

const START = Date.UTC(2026, 10, 20, 9)
const at = (minutes: number) => new Date(START + minutes * MINUTE_MS)
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE resource, resource_version, metric_point RESTART IDENTITY CASCADE'))
afterAll(() => db.drop())

const seen = (minutes: number, timeoutSeconds: number) =>
  saveResources(db.pool, [functionRecord('a', { timeoutSeconds: known(timeoutSeconds) })], {
    id: null,
    now: at(minutes),
  })

/** Errors, longest and total duration in ms of the five minutes from `minutes` on. */
async function period(minutes: number, errors: number, longestMs: number, spentMs = longestMs * 10) {
  const series = (metric: string, stat: Stat, value: number): SeriesPoints => ({
    key: { accountId: ACCOUNT, region: REGION, namespace: 'AWS/Lambda', metric, stat, dimension: 'a' },
    periodSeconds: 300,
    points: [{ at: at(minutes), value }],
  })
  await savePoints(db.pool, [
    series('Errors', 'Sum', errors),
    series('Duration', 'Maximum', longestMs),
    series('Duration', 'Sum', spentMs),
  ])
}

async function derived(dimension = 'a'): Promise<[number, number][]> {
  await deriveTimeouts(db.pool, { accountId: ACCOUNT, region: REGION }, at(0), at(120))
  const { rows } = await db.pool.query(
    `SELECT at, value FROM metric_point p JOIN metric_series s ON s.id = p.series_id
     WHERE s.namespace = 'Sightline' AND s.dimension = $1 ORDER BY at`,
    [dimension],
  )
  return rows.map((row) => [(row.at.getTime() - START) / MINUTE_MS, row.value])
}

it('measures each period by the timeout that was configured then', async () => {
  await seen(10, 3)
  await seen(30, 10)
  await period(5, 4, 3000)
  await period(15, 4, 3000)
  await period(35, 4, 3000)
  await period(40, 4, 10_000)
  await period(45, 0, 10_000)
  expect(await derived()).toEqual([
    [5, 4],
    [15, 4],
    [35, 0],
    [40, 4],
  ])
  expect(await derived('')).toEqual(await derived('a'))
})

it('measures a period in which the timeout was changed by both', async () => {
  await seen(0, 3)
  await seen(17, 30)
  await seen(62, 3)
  await period(15, 4, 30_000, 60_000)
  await period(10, 4, 3000, 9000)
  await period(20, 4, 3000, 9000)
  await period(60, 4, 30_000, 90_000)
  await period(80, 4, 3000, 30_000)
  expect(await derived()).toEqual([
    [10, 3],
    [15, 4],
    [20, 0],
    [60, 4],
    [80, 4],
  ])
})

it('takes an invocation that ended between two timeouts for cut off by neither', async () => {
  await seen(0, 3)
  await seen(17, 30)
  await period(15, 4, 8000, 40_000)
  expect(await derived()).toEqual([[15, 0]])
})

it('derives again what AWS corrected', async () => {
  await seen(0, 3)
  await period(15, 4, 3000)
  expect(await derived()).toEqual([[15, 4]])
  await period(15, 6, 3000)
  expect(await derived()).toEqual([[15, 6]])
  await period(15, 0, 3000)
  expect(await derived()).toEqual([[15, 0]])
})

it('says nothing where the function or its timeout is not known', async () => {
  await period(15, 4, 3000)
  expect(await derived()).toEqual([])
  const record = functionRecord('a', { timeoutSeconds: denied('lambda:GetFunction') })
  await saveResources(db.pool, [record], { id: null, now: at(0) })
  expect(await derived()).toEqual([])
})
