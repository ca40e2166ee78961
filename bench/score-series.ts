import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { scoreSeries } from '#server/jobs/score-series.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { type SeriesPoints, savePoints } from '#server/store/save-points.ts'
import { openStore, type Store } from '#server/store/store.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { atLeast, atMost, type Bench, type Measure } from './define-bench.ts'
import { Random } from './ordinary-year/random.ts'
import { withTempDir } from './product.ts'

const PLACE = { accountId: '111122223333', region: 'eu-west-1' }
const METRICS = ['Invocations', 'Errors', 'Throttles', 'AsyncEventsDropped', 'DeadLetterErrors']
const FUNCTIONS = 10_000
const FUNCTIONS_A_CALL = 200
const STEP_MS = 5 * MINUTE_MS
const START_MS = Date.parse('2026-11-10T00:00:00Z')
const LEARNT_MS = 6 * HOUR_MS

function batch(first: number, fromMs: number, toMs: number): SeriesPoints[] {
  return Array.from({ length: FUNCTIONS_A_CALL }, (_, i) => {
    const random = new Random(first + i)
    return METRICS.map((metric, m): SeriesPoints => {
      const points = []
      for (let at = fromMs; at < toMs; at += STEP_MS)
        points.push({ at: new Date(at), value: m === 0 ? random.poisson(200) : random.poisson(0.2) })
      const key = {
        ...PLACE,
        namespace: 'AWS/Lambda',
        metric,
        stat: 'Sum' as const,
        dimension: `fn-${first + i}`,
      }
      return { key, periodSeconds: 300, points }
    })
  }).flat()
}

async function storeAll(store: Store, fromMs: number, toMs: number): Promise<void> {
  for (let first = 0; first < FUNCTIONS; first += FUNCTIONS_A_CALL)
    await savePoints(store.pool, batch(first, fromMs, toMs))
}

async function scoreAt(store: Store, untilMs: number): Promise<number> {
  const until = new Date(untilMs).toISOString()
  const key = { collector: 'poll-metrics', ...PLACE }
  await moveCursor(store.pool, key, { accountUntil: until, functionsUntil: until }, new Date(untilMs))
  const startedAt = performance.now()
  await createWorker(store, { clock: () => untilMs }).run(scoreSeries, PLACE)
  return (performance.now() - startedAt) / 1000
}

async function measure(store: Store): Promise<Measure[]> {
  const series = FUNCTIONS * METRICS.length
  let nowMs = START_MS + LEARNT_MS
  await storeAll(store, START_MS, nowMs)
  const learnS = await scoreAt(store, nowMs + 2 * MINUTE_MS)
  const runs: number[] = []
  for (let i = 0; i < 3; i++) {
    await storeAll(store, nowMs, nowMs + STEP_MS)
    nowMs += STEP_MS
    runs.push(await scoreAt(store, nowMs + 2 * MINUTE_MS))
  }
  await storeAll(store, nowMs, nowMs + HOUR_MS)
  nowMs += HOUR_MS
  const settleS = await scoreAt(store, nowMs + 2 * MINUTE_MS)
  const points = (series * LEARNT_MS) / STEP_MS
  return [
    atLeast(
      `points a second while ${series} models learn the past, from and to Postgres`,
      points / learnS,
      50_000,
      '/s',
    ),
    atMost(`what came in five minutes, of ${series} series`, Math.max(...runs), 120, 's'),
    atMost('the same where an hour settles and states are written', settleS, 240, 's'),
    atMost('memory of the process', process.memoryUsage().rss / 2 ** 20, 700, 'MB'),
  ]
}

/** Fifty thousand series of one account and region, from stored points to stored models and anomalies. */
export const scoreSeriesBench: Bench = {
  name: 'score-series',
  run: () =>
    withTempDir(async (dir) => {
      const postgres = await startPostgres(dir)
      const store = openStore(postgres.url)
      try {
        await migrate(store.pool)
        return await measure(store)
      } finally {
        await store.close()
        await postgres.stop()
      }
    }),
}
