import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PeriodSeconds, Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
import { savePoints } from '#server/store/save-points.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getFunctionMetrics } from './get-function-metrics.ts'

const END_MS = floorTo(NOW, HOUR_MS)
const SPIKE_MS = END_MS - 20 * DAY_MS + 25 * MINUTE_MS
const SILENCE_MS = SPIKE_MS + 2 * HOUR_MS
const scope = { from: new Date(END_MS - 30 * DAY_MS).toISOString(), to: new Date(END_MS).toISOString() }

let database: Awaited<ReturnType<typeof createTestDatabase>>
let id: number

const keyOf = (metric: string, stat: Stat) =>
  ({
    accountId: ACCOUNT_ID,
    region: REGION,
    namespace: 'AWS/Lambda',
    metric,
    stat,
    dimension: 'orders',
  }) as const

async function save(metric: string, stat: Stat, period: PeriodSeconds, points: [number, number][]) {
  const at = points.map(([ms, value]) => ({ at: new Date(ms), value }))
  await savePoints(database.pool, [{ key: keyOf(metric, stat), periodSeconds: period, points: at }])
}

async function seriesId(metric: string, stat: Stat): Promise<number> {
  const series = await database.prisma.metricSeries.findFirstOrThrow({ where: keyOf(metric, stat) })
  return series.id
}

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  id = await createFunction(database, { name: 'orders' })
  const fives = Array.from({ length: 30 * 288 }, (_, i) => END_MS - 30 * DAY_MS + i * 5 * MINUTE_MS)
  const isSilent = (ms: number) => ms >= SILENCE_MS && ms < SILENCE_MS + 10 * MINUTE_MS
  const invocations = fives
    .filter((ms) => !isSilent(ms))
    .map((ms): [number, number] => [ms, ms === SPIKE_MS ? 900 : 100])
  await save('Invocations', 'Sum', 300, invocations)
  await save(
    'Duration',
    'Maximum',
    300,
    fives.map((ms) => [ms, ms === SPIKE_MS ? 9000 : 300]),
  )
  await rollUpPoints(database.pool, END_MS, { periodSeconds: 300, fromMs: END_MS - 30 * DAY_MS })
})
afterAll(() => database.drop())

const read = (input: object = scope) =>
  getFunctionMetrics(makeContext(database, 'viewer', END_MS), { id, ...input })

describe('thirty days of a function polled every five minutes', () => {
  test('are hours of which each has its sum, and five minutes of a spike or a silence are still there', async () => {
    const { periodSeconds, extremesSeconds, series } = await read()
    expect({ periodSeconds, extremesSeconds }).toEqual({ periodSeconds: 3600, extremesSeconds: 300 })
    const of = (metric: string) => series.find((one) => one.metric === metric)
    const invocations = of('Invocations')
    expect(invocations?.points).toHaveLength(720)
    const hour = floorTo(SPIKE_MS, HOUR_MS)
    expect(invocations?.points.filter(([, value]) => value !== 1200)).toEqual([
      [hour, 2000],
      [hour + 2 * HOUR_MS, 1000],
    ])
    expect(invocations?.extremes.filter(([, low, high]) => low !== 100 || high !== 100)).toEqual([
      [hour, 100, 900],
      [hour + 2 * HOUR_MS, 0, 100],
    ])
    expect(of('Duration')?.points.filter(([, value]) => value !== 300)).toEqual([[hour, 9000]])
    for (const one of series) expect(one.points.length).toBeLessThanOrEqual(1000)
  })

  test('have the week before beside them when that is asked for, and nothing where nothing was polled', async () => {
    const { series } = await read({ ...scope, compare: 'week' })
    const previous = series.find((one) => one.metric === 'Invocations')?.previous ?? []
    expect(previous.filter(([, value]) => value !== null && value > 1200)).toEqual([
      [floorTo(SPIKE_MS, HOUR_MS) + 7 * DAY_MS, 2000],
    ])
    expect(previous[0]?.[1]).toBeNull()
    expect((await read()).series.every((one) => one.previous === null)).toBe(true)
  })

  test('compare five minutes with the pace of an hour where only hours are kept', async () => {
    const fromMs = END_MS - 8 * DAY_MS
    await database.pool.query('DELETE FROM metric_point WHERE period_seconds = 300 AND at < $1', [
      new Date(fromMs + 3 * HOUR_MS),
    ])
    const day = { from: new Date(END_MS - DAY_MS).toISOString(), to: scope.to, compare: 'week' as const }
    const invocations = (await read(day)).series.find((one) => one.metric === 'Invocations')
    expect([invocations?.previous?.[0]?.[1], invocations?.previous?.at(-1)?.[1]]).toEqual([100, 100])
    expect(invocations?.previous).toHaveLength(288)
  })
})

describe('what is usual', () => {
  test('is said by bands, anomalies and what is still learned', async () => {
    const [series, duration] = [await seriesId('Invocations', 'Sum'), await seriesId('Duration', 'Maximum')]
    const day = new Date(floorTo(END_MS - DAY_MS, DAY_MS))
    const hours = (value: number | null) =>
      Array.from({ length: 24 }, (_, hour) => (hour === 3 ? null : value))
    await database.pool.query(
      'INSERT INTO metric_band (series_id, day, expected, lower, upper) VALUES ($1, $2, $3, $4, $5)',
      [series, day, hours(100), hours(80), hours(120)],
    )
    await database.pool.query(
      `INSERT INTO metric_anomaly (series_id, account_id, region, function_name, metric, stat, started_at, last_at, peak_at, periods, kind, score, value,
         expected, lower, upper, excess, explanation, settled) VALUES ($1, $2, $3, 'orders', 'Invocations', 'Sum', $4, $4, $4, 1, 'spike', 0.9, 900, 100, 80, 120, 7,
         '9 times the usual for Tuesday 14:00', true)`,
      [series, ACCOUNT_ID, REGION, new Date(END_MS - HOUR_MS)],
    )
    await database.pool.query(
      `INSERT INTO series_model (series_id, version, state, since, settled_until, scored_until, warm) VALUES ($1, 1, '', $2, $3, $3, false)`,
      [duration, new Date(END_MS - 3 * DAY_MS), new Date(END_MS)],
    )
    const { series: drawn, anomalies, learning } = await read({ range: '24h' })
    const band = drawn.find((one) => one.metric === 'Invocations')?.band ?? []
    expect(band[0]?.slice(1)).toEqual([80, 120])
    expect(band.some(([at]) => new Date(at).getUTCHours() === 3)).toBe(false)
    expect(anomalies).toMatchObject([{ metric: 'Invocations', kind: 'spike', to: null, value: 900 }])
    expect(learning).toEqual({ metrics: ['Duration'], since: expect.any(String), days: 3 })
    expect((await read()).series.find((one) => one.metric === 'Invocations')?.band[0]?.slice(1)).toEqual([
      960, 1440,
    ])
  })
})
