import { accountSeries, functionSeries } from '#server/collectors/lambda-series.ts'
import { METRIC_USD, monthOf } from '#server/domain/metrics/polling/month-budget.ts'
import { DAY_MS, floorTo, HOUR_MS, SECOND_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { deriveTimeouts } from '#server/store/derive-timeouts.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
import { budgetOf, spentSince } from '#server/store/watch-spend.ts'
import { BACKFILLED } from './backfill-metrics.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import type { MetricsCursor } from './poll-metrics.ts'
import { pollSeries } from './poll-series.ts'
import { findTarget, type Target, targetInput, targetKey } from './targets.ts'

export const BACKFILL_FIVE_MINUTES = 'backfill-five-minutes'

/** As long as CloudWatch keeps five minutes. Source: CloudWatch user guide, metrics retention. */
const DEPTH_MS = 63 * DAY_MS
/** Hours of the last days were fetched as AWS has them; older ones, and the day between, are made of five minutes. */
const HOURS_FETCHED_MS = 14 * DAY_MS
const WINDOW_MS = 7 * DAY_MS
const FUNCTIONS_A_STEP = 5
/** Of each minute, so that the past is fetched beside everything else. */
const WORK_MS = 10 * SECOND_MS
const WHOLE_ACCOUNT = ''
/** Some 400 MB of disk. */
const MOST_POINTS = 5_000_000

export type FiveMinutesBackfill = {
  startedAt: string
  /** From when on all is fetched. */
  from: string
  /** Functions of the window before it that are fetched. */
  done: string[]
  points: number
  finished?: boolean
  /** Why nothing more is fetched for now. */
  stopped?: string
}

type Place = { accountId: string; region: string }

/** Functions that had points at all. */
async function functionsOf(context: WorkerContext, place: Place): Promise<string[]> {
  const { rows } = await context.store.pool.query<{ name: string }>(
    `SELECT r.name FROM resource r JOIN metric_series s ON s.account_id = r.account_id AND s.region = r.region
       AND s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' AND s.dimension = r.name
     WHERE r.account_id = $1 AND r.region = $2 AND r.kind = 'function' AND r.deleted_at IS NULL AND s.last_point_at IS NOT NULL
     ORDER BY r.name`,
    [place.accountId, place.region],
  )
  return rows.map(({ name }) => name)
}

/** Whether the month's budget has room for more of the past beside what happens now. */
async function hasMoney(context: WorkerContext, place: Place, costUsd: number): Promise<boolean> {
  const { pool } = context.store
  const nowMs = context.clock()
  const { fromMs, toMs } = monthOf(nowMs)
  const budgetUsd = await budgetOf(pool, place.accountId, context.env.SIGHTLINE_WATCH_BUDGET_USD)
  const spentUsd = await spentSince(pool, place.accountId, new Date(fromMs))
  const { rows } = await pool.query<{ cursor: MetricsCursor }>(
    `SELECT cursor FROM collector_cursor WHERE collector = 'poll-metrics' AND account_id = $1`,
    [place.accountId],
  )
  const plans = rows.map(({ cursor }) => cursor.plan).filter((plan) => plan !== undefined)
  const hourly = plans.reduce((sum, { plannedUsdPerHour }) => sum + plannedUsdPerHour, 0)
  const isSlowed = plans.some(({ slowed }) => slowed.length > 0)
  return !isSlowed && spentUsd + costUsd + (hourly * (toMs - nowMs)) / HOUR_MS <= budgetUsd
}

async function fetchStep(
  context: WorkerContext,
  target: Target,
  names: readonly string[],
  window: { from: Date; to: Date },
  signal: AbortSignal,
): Promise<{ had: boolean; points: number }> {
  const place = { accountId: target.account.id, region: target.region }
  const series = names.flatMap((name) =>
    name === WHOLE_ACCOUNT ? accountSeries(place) : functionSeries(place, name, BACKFILLED),
  )
  let points = 0
  const count = (_: unknown, list: readonly unknown[]) => {
    points += list.length
  }
  const { had } = await pollSeries(context, target, [{ series, periodSeconds: 300, ...window }], signal, {
    points: count,
  })
  return { had, points }
}

/**
 * Fetches nine weeks of five minutes, week by week and newest first, once the hours are there: some seconds of each minute,
 * as long as the month's budget has room for it and the points take no more room than they may. Resumable by function.
 */
export const backfillFiveMinutes = defineJob({
  name: BACKFILL_FIVE_MINUTES,
  input: targetInput,
  keyOf: targetKey,
  concurrency: 1,
  expireInSeconds: 1800,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    const { pool } = context.store
    const place = { accountId: input.accountId, region: input.region }
    const key = { collector: BACKFILL_FIVE_MINUTES, ...place }
    const begunMs = context.clock()
    const startedMs = floorTo(begunMs, HOUR_MS)
    const start = new Date(startedMs).toISOString()
    let state = (await readCursor<FiveMinutesBackfill>(pool, key)) ?? {
      startedAt: start,
      from: start,
      done: [],
      points: 0,
    }
    const move = async (change: Partial<FiveMinutesBackfill>) => {
      state = { ...state, stopped: undefined, ...change }
      await moveCursor(pool, key, state, new Date(context.clock()))
    }
    const names = [WHOLE_ACCOUNT, ...(await functionsOf(context, place))]
    let steps = 0
    const endMs = Date.parse(state.startedAt) - DEPTH_MS
    while (Date.parse(state.from) > endMs) {
      const to = new Date(state.from)
      const from = new Date(Math.max(endMs, to.getTime() - WINDOW_MS))
      const done = new Set(state.done)
      const left = names.filter((name) => !done.has(name))
      if (state.points >= MOST_POINTS) {
        await move({ finished: true, stopped: 'More would take more room than five million points do.' })
        return
      }
      if (!(await hasMoney(context, place, left.length * BACKFILLED.size * METRIC_USD))) {
        await move({ stopped: 'The budget is needed for what happens now; it goes on when there is room.' })
        return
      }
      for (let i = 0; i < left.length; i += FUNCTIONS_A_STEP) {
        if (steps > 0 && context.clock() - begunMs > WORK_MS) return
        steps += 1
        signal.throwIfAborted()
        const step = left.slice(i, i + FUNCTIONS_A_STEP)
        const { had, points } = await fetchStep(context, target, step, { from, to }, signal)
        if (!had) return
        await move({ done: [...state.done, ...step], points: state.points + points })
      }
      await deriveTimeouts(pool, place, from, to)
      if (from.getTime() < begunMs - HOURS_FETCHED_MS) {
        const toMs = Math.min(to.getTime() + DAY_MS, begunMs - HOURS_FETCHED_MS + DAY_MS)
        await rollUpPoints(pool, begunMs, { periodSeconds: 300, fromMs: from.getTime(), toMs, of: place })
      }
      await move({ from: from.toISOString(), done: [] })
    }
    await move({ finished: true })
  },
})
