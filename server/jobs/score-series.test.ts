import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { savePoints } from '#server/store/save-points.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { scoreSeries } from './score-series.ts'

const START = Date.parse('2026-11-02T00:00:00Z')
const STEP = 5 * MINUTE_MS
const PLACE = { accountId: ACCOUNT, region: REGION }
let db: Awaited<ReturnType<typeof createTestDatabase>>
let nowMs = START
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  nowMs = START
  await db.pool.query(
    'TRUNCATE resource, resource_version, metric_point, series_model, metric_band, metric_anomaly, metric_incident, alert, alert_entry, collector_cursor, metric_watch CASCADE',
  )
})
afterAll(() => db.drop())

/** Ordinary traffic: more by day, a little uneven, the same each time. */
const usual = (atMs: number) => {
  const hours = (atMs - START) / HOUR_MS
  return Math.round(300 + 120 * Math.sin((hours / 24) * 2 * Math.PI) + 12 * Math.sin(hours * 7.3))
}

type ValueAt = (atMs: number) => number | undefined
type Series = { name?: string; metric?: string; stat?: Stat; period?: 60 | 300 | 3600 }

async function store(fromMs: number, toMs: number, valueAt: ValueAt, series: Series = {}): Promise<void> {
  const { name = 'orders-api', metric = 'Invocations', stat = 'Sum', period = 300 } = series
  const points = []
  for (let at = fromMs; at < toMs; at += period * 1000) {
    const value = valueAt(at)
    if (value !== undefined) points.push({ at: new Date(at), value })
  }
  const key = { ...PLACE, namespace: 'AWS/Lambda', metric, stat, dimension: name }
  await savePoints(db.pool, [{ key, periodSeconds: period, points }])
}

/** Polls up to a moment and has what was polled scored. */
async function scoreAt(ms: number): Promise<void> {
  nowMs = ms
  const until = new Date(ms).toISOString()
  const key = { collector: 'poll-metrics', ...PLACE }
  await moveCursor(db.pool, key, { accountUntil: until, functionsUntil: until }, new Date(ms))
  await createWorker(db, { clock: () => nowMs }).run(scoreSeries, PLACE)
}

const anomalies = async () =>
  (
    await db.pool.query(
      `SELECT function_name AS name, metric, kind, started_at AS at, ended_at AS ended, periods, settled, value
       FROM metric_anomaly ORDER BY started_at, metric`,
    )
  ).rows
const models = async () =>
  (
    await db.pool.query(
      `SELECT s.metric, s.dimension, encode(m.state, 'hex') AS state, m.run, m.settled_until, m.warm
       FROM series_model m JOIN metric_series s ON s.id = m.series_id ORDER BY s.dimension, s.metric`,
    )
  ).rows
const at = (ms: number) => new Date(ms)

const ONSET = START + 10 * DAY_MS + 9 * HOUR_MS
const END = ONSET + 3 * HOUR_MS
/** Ordinary, with twenty minutes of forty times as much. */
const spiked: ValueAt = (ms) => (ms >= ONSET && ms < ONSET + 20 * MINUTE_MS ? 12_000 : usual(ms))

describe('score-series', () => {
  it('finds a spike in the step in which it comes, and keeps it when its points have settled', async () => {
    await store(START, ONSET, usual)
    await scoreAt(ONSET)
    expect(await anomalies()).toEqual([])
    await store(ONSET, ONSET + STEP, spiked)
    await scoreAt(ONSET + STEP + MINUTE_MS)
    const found = { name: 'orders-api', metric: 'Invocations', kind: 'spike', at: at(ONSET), value: 12_000 }
    expect(await anomalies()).toMatchObject([{ ...found, ended: null, periods: 1, settled: false }])
    await store(ONSET + STEP, END, spiked)
    await scoreAt(END + MINUTE_MS)
    const ended = at(ONSET + 20 * MINUTE_MS)
    expect(await anomalies()).toMatchObject([{ ...found, ended, periods: 4, settled: true }])
  })

  it('says the same of the same points, in however many steps they came', async () => {
    await store(START, END, spiked)
    await store(START, END, (ms) => (spiked(ms) ?? 0) * 0.01, { metric: 'Errors' })
    await scoreAt(END + MINUTE_MS)
    const once = { anomalies: await anomalies(), models: await models() }
    expect(once.anomalies.length).toBeGreaterThan(0)
    await db.pool.query(
      'TRUNCATE metric_point, series_model, metric_anomaly, metric_incident, collector_cursor CASCADE',
    )
    for (let from = START, step = 1; from < END; step += 1) {
      const to = Math.min(END, step < 4 ? from + 3 * DAY_MS : from + (step % 7) * STEP + STEP)
      await store(from, to, spiked)
      await store(from, to, (ms) => (spiked(ms) ?? 0) * 0.01, { metric: 'Errors' })
      await scoreAt(to + MINUTE_MS)
      from = to
    }
    expect({ anomalies: await anomalies(), models: await models() }).toEqual(once)
  })

  it('takes back what late points have put right', async () => {
    await store(START, ONSET, usual)
    await store(ONSET, ONSET + STEP, () => 3)
    await scoreAt(ONSET + STEP + 3 * MINUTE_MS)
    expect(await anomalies()).toMatchObject([{ kind: 'drop', settled: false }])
    await store(ONSET, ONSET + 3 * HOUR_MS, usual)
    await scoreAt(ONSET + 3 * HOUR_MS)
    expect(await anomalies()).toEqual([])
    expect((await db.pool.query('SELECT 1 FROM metric_incident')).rowCount).toBe(0)
  })

  it('tells silence from not having looked', async () => {
    await store(START, ONSET, usual)
    await scoreAt(ONSET)
    await createWorker(db, { clock: () => ONSET + HOUR_MS }).run(scoreSeries, PLACE)
    expect(await anomalies()).toEqual([])
    await scoreAt(ONSET + 17 * MINUTE_MS)
    expect(await anomalies()).toMatchObject([{ kind: 'silence', periods: 3, value: 0 }])
  })

  it('does not take a pause of the poller for silence', async () => {
    await store(START, ONSET, usual)
    await scoreAt(ONSET)
    const back = ONSET + 3 * DAY_MS
    await store(back - 25 * HOUR_MS, back, usual)
    await scoreAt(back + MINUTE_MS)
    expect((await anomalies()).filter(({ kind }) => kind === 'silence')).toEqual([])
  })

  it('changes nothing when the worker dies before all is kept', async () => {
    await store(START, ONSET, usual)
    await scoreAt(ONSET)
    const before = await models()
    await store(ONSET, END, spiked)
    await db.pool.query('ALTER TABLE metric_anomaly ADD CONSTRAINT dying CHECK (value < 1000)')
    await expect(scoreAt(END)).rejects.toThrow()
    expect(await models()).toEqual(before)
    expect(await anomalies()).toEqual([])
    await db.pool.query('ALTER TABLE metric_anomaly DROP CONSTRAINT dying')
    await scoreAt(END)
    expect(await anomalies()).toMatchObject([{ kind: 'spike', periods: 4 }])
  })

  it('learns the past that is fetched after the present', async () => {
    await store(ONSET - HOUR_MS, ONSET, usual)
    await scoreAt(ONSET)
    expect(await models()).toMatchObject([{ warm: false }])
    await store(START, ONSET - HOUR_MS, (ms) => 12 * usual(ms), { period: 3600 })
    await scoreAt(ONSET + STEP)
    expect(await models()).toMatchObject([{ warm: true }])
  })

  it('makes steps of five minutes out of a function’s single minutes', async () => {
    await store(START, ONSET, usual)
    await store(ONSET, ONSET + STEP, () => 2400, { period: 60 })
    await scoreAt(ONSET + STEP + MINUTE_MS)
    expect(await anomalies()).toMatchObject([{ kind: 'spike', value: 12_000 }])
  })

  it('waits for metrics that are asked for less often', async () => {
    await store(START, ONSET, usual)
    await store(START, ONSET, () => 0, { metric: 'DeadLetterErrors' })
    await db.pool.query(
      'INSERT INTO metric_watch (account_id, region, function_name, core_until, rare_until) VALUES ($1, $2, $3, $4, $5)',
      [ACCOUNT, REGION, 'orders-api', at(ONSET), at(ONSET - HOUR_MS)],
    )
    await scoreAt(ONSET)
    const { rows } = await db.pool.query(
      'SELECT s.metric, m.scored_until AS until FROM series_model m JOIN metric_series s ON s.id = m.series_id ORDER BY 1',
    )
    expect(rows).toEqual([
      { metric: 'DeadLetterErrors', until: at(ONSET - HOUR_MS) },
      { metric: 'Invocations', until: at(ONSET) },
    ])
  })

  it('makes one incident of what forty functions have in common', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `function-${String(i).padStart(2, '0')}`)
    await saveResources(
      db.pool,
      names.map((name) => functionRecord(name)),
      { id: null, now: at(START) },
    )
    const fromMs = ONSET - 4 * DAY_MS
    for (const name of names) {
      await store(fromMs, ONSET + 2 * STEP, usual, { name })
      await store(fromMs, ONSET + 2 * STEP, (ms) => (ms >= ONSET ? 200 : 0), { name, metric: 'Errors' })
    }
    await scoreAt(ONSET + 2 * STEP + MINUTE_MS)
    const { rows } = await db.pool.query(
      `SELECT severity, title, impact, origin, array_length(functions, 1) AS functions, ended_at FROM metric_incident`,
    )
    expect(rows).toMatchObject([
      {
        severity: 'critical',
        title: 'Unusual errors on function-00, function-01 and 38 more',
        functions: 40,
        ended_at: null,
      },
    ])
  })

  it('keeps what was expected, hour by hour', async () => {
    await store(START, ONSET, usual)
    await scoreAt(ONSET)
    const { rows } = await db.pool.query(
      `SELECT day::text, array_length(lower, 1) AS hours, expected[6] AS expected FROM metric_band WHERE day = '2026-11-11'`,
    )
    expect(rows).toMatchObject([{ day: '2026-11-11', hours: 24 }])
    expect(rows[0].expected).toBeGreaterThan(0)
  })
})
