import { accountSeries, functionSeries } from '#server/collectors/lambda-series.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { deriveTimeouts } from '#server/store/derive-timeouts.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
import { defineJob } from './define-job.ts'
import { BACKFILL_METRICS } from './poll-metrics.ts'
import { pollSeries } from './poll-series.ts'
import { findTarget, targetInput, targetKey } from './targets.ts'

const DEPTH_MS = 14 * DAY_MS
const RECENT_MS = 25 * HOUR_MS
const FUNCTIONS_A_STEP = 50
/** What is fetched of the past of a function. */
export const BACKFILLED: ReadonlySet<string> = new Set([
  'Invocations',
  'Errors',
  'Throttles',
  'Duration',
  'ConcurrentExecutions',
])

/** The functions whose hours were fetched; without a cursor the account's were not either. */
export type MetricsBackfill = { functions: string[] }

/**
 * Fetches fourteen days of hourly points, once and again after a long pause: of the account, then of each function,
 * resumable by function; of functions that are found later, later.
 */
export const backfillMetrics = defineJob({
  name: BACKFILL_METRICS,
  input: targetInput,
  keyOf: targetKey,
  concurrency: 2,
  expireInSeconds: 4 * 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    const { pool } = context.store
    const place = { accountId: input.accountId, region: input.region }
    const key = { collector: BACKFILL_METRICS, ...place }
    const before = await readCursor<MetricsBackfill>(pool, key)
    const to = new Date(Math.floor(context.clock() / HOUR_MS) * HOUR_MS)
    const from = new Date(to.getTime() - DEPTH_MS)
    const window = { periodSeconds: 3600 as const, from, to }
    const done = new Set(before?.functions)
    if (!before) {
      const first = { ...window, series: accountSeries(place) }
      const recent = { ...first, periodSeconds: 300 as const, from: new Date(to.getTime() - RECENT_MS) }
      if (!(await pollSeries(context, target, [recent], signal)).had) return
      if (!(await pollSeries(context, target, [first], signal)).had) return
    }
    const move = () => {
      const cursor: MetricsBackfill = { functions: [...done] }
      return moveCursor(pool, key, cursor, new Date(context.clock()))
    }
    await move()
    const { rows } = await pool.query<{ name: string }>(
      `SELECT name FROM resource WHERE account_id = $1 AND region = $2 AND kind = 'function' AND deleted_at IS NULL`,
      [place.accountId, place.region],
    )
    const left = rows.map((row) => row.name).filter((name) => !done.has(name))
    for (let i = 0; i < left.length; i += FUNCTIONS_A_STEP) {
      signal.throwIfAborted()
      const names = left.slice(i, i + FUNCTIONS_A_STEP)
      const series = names.flatMap((name) => functionSeries(place, name, BACKFILLED))
      if (!(await pollSeries(context, target, [{ ...window, series }], signal)).had) return
      for (const name of names) done.add(name)
      await move()
    }
    await deriveTimeouts(pool, place, from, to, 3600)
    await rollUpPoints(pool, context.clock(), { periodSeconds: 3600, fromMs: from.getTime(), of: place })
  },
})
