import { accountSeries, functionSeries } from '#server/collectors/lambda-series.ts'
import { accountRises } from '#server/domain/metrics/polling/activity.ts'
import { METRIC_USD } from '#server/domain/metrics/polling/month-budget.ts'
import { CORE_METRICS } from '#server/domain/metrics/polling/paces.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { dropCursor, moveCursor, readCursor } from '#server/store/cursors.ts'
import { deriveTimeouts } from '#server/store/derive-timeouts.ts'
import { liveFeed } from '#server/store/metric-feeds.ts'
import { noteFed } from '#server/store/metric-watch.ts'
import { savePoints } from '#server/store/save-points.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { refreshActive } from './poll-active.ts'
import { dueAsks, FUNCTION_FIRST_MS, LOOKBACK_MS, pollFunctions } from './poll-functions.ts'
import { CHECK_PACE_S, type PlannedPlace, planPlace, type StoredPlan, type Watched } from './poll-plan.ts'
import { catchUp, pollSeries } from './poll-series.ts'
import { scoreSeries } from './score-series.ts'
import { findTarget, type Target, targetInput, targetKey } from './targets.ts'
import { WatchedPoints } from './watched-points.ts'

const ACCOUNT_FIRST_MS = 3 * HOUR_MS
/** After a pause minutes are fetched from where polling stopped, as far back as they are kept. */
const ACCOUNT_REACH_MS = 14 * DAY_MS
const LOOK_AROUND_EVERY_MS = 5 * MINUTE_MS
const LOOK_AROUND_SHARE = 0.005
const SLACK_MS = 5 * SECOND_MS
/** A clock that is off by less does no harm: points are late by more. */
const SKEW_THAT_MATTERS_MS = MINUTE_MS / 2
/** What a metric stream brought is looked at again for so long, for what came late. */
const FED_AGAIN_MS = HOUR_MS / 2
const ALWAYS_COUNTED = new Set(['Invocations', 'Errors', 'Throttles'])

/** The job, and its cursor, that fetches hours of the past. */
export const BACKFILL_METRICS = 'backfill-metrics'

type Place = { accountId: string; region: string }

export type MetricsCursor = {
  accountUntil?: string
  accountAskedAt?: string
  /** Up to when all functions that were due were had. */
  functionsUntil?: string
  /** When ListMetrics last told which functions are active. */
  activeAt?: string
  /** When all functions were last asked because the account rose. */
  lookedAroundAt?: string
  /** How far this machine's clock was ahead of AWS's, where that mattered. */
  clockSkewMs?: number
  plan?: StoredPlan
}

const key = (target: Target) => ({
  collector: 'poll-metrics',
  accountId: target.account.id,
  region: target.region,
})

/** Notes that these functions are polled, so that one without a single point shows as idle and not as unknown. */
async function registerSeries(context: WorkerContext, place: Place, names: string[]): Promise<void> {
  const series = names.flatMap((name) => functionSeries(place, name, ALWAYS_COUNTED))
  if (series.length === 0) return
  await savePoints(
    context.store.pool,
    series.map((one) => ({ key: one, periodSeconds: 300 as const, points: [] })),
  )
}

const since = (until: string | undefined, toMs: number) =>
  new Date(
    until ? Math.max(Date.parse(until) - LOOKBACK_MS, toMs - ACCOUNT_REACH_MS) : toMs - ACCOUNT_FIRST_MS,
  )

/** AWS's time, where this machine's is off by more than points are late. */
const awsTime = (context: WorkerContext, skewMs = 0) =>
  context.clock() - (Math.abs(skewMs) > SKEW_THAT_MATTERS_MS ? skewMs : 0)

async function pollAccount(
  context: WorkerContext,
  target: Target,
  cursor: MetricsCursor,
  signal: AbortSignal,
): Promise<{ change: MetricsCursor; rises: boolean }> {
  const toMs = awsTime(context, cursor.clockSkewMs)
  const { accountUntil, accountAskedAt } = cursor
  // A metric stream brings more than was asked for, but no percentiles.
  const from = since([accountUntil, accountAskedAt].filter(Boolean).sort()[0], toMs)
  const place = { accountId: target.account.id, region: target.region }
  const series = accountSeries(place)
  const window = { series, periodSeconds: 60 as const, from, to: new Date(toMs) }
  const seen = new WatchedPoints()
  const { whole, clockSkewMs } = await pollSeries(context, target, [window], signal, {
    points: (key, points) => seen.add(key, points),
  })
  await catchUp(context, { ...place, dimensions: [''] }, 60, from)
  const asked = { accountAskedAt: new Date(context.clock()).toISOString(), clockSkewMs }
  const change = whole ? { ...asked, accountUntil: new Date(toMs).toISOString() } : asked
  return { change, rises: accountUntil !== undefined && accountRises(seen.of(''), toMs) }
}

/** Whether all functions are asked since the account rises: not again at once, and for little of what is left of the month. */
function mayLookAround(cursor: MetricsCursor, { watched, leftUsd }: PlannedPlace, nowMs: number): boolean {
  const costUsd = watched.length * CORE_METRICS.size * METRIC_USD
  const sinceMs = nowMs - Date.parse(cursor.lookedAroundAt ?? '1970-01-01')
  return sinceMs >= LOOK_AROUND_EVERY_MS && costUsd <= leftUsd * LOOK_AROUND_SHARE
}

/** Nothing is known of it yet: it is taken for busy until it was asked. */
const isNew = (row: Watched) => row.coreUntil === null && row.core.length > 0

async function pollDue(
  context: WorkerContext,
  target: Target,
  { watched, plan }: PlannedPlace,
  now: { nowMs: number; toMs: number; lookAround: boolean },
  signal: AbortSignal,
): Promise<boolean> {
  const { toMs } = now
  const place = { accountId: target.account.id, region: target.region }
  const asks = dueAsks(watched, plan, now)
  const { had, whole, reached } = await pollFunctions(context, target, asks, toMs, signal)
  if (had)
    await registerSeries(
      context,
      place,
      watched.filter(isNew).map(({ name }) => name),
    )
  if (had && reached.length > 0) {
    const fromMs = reached.reduce((least, { from }) => Math.min(least, from.getTime()), toMs)
    await deriveTimeouts(context.store.pool, place, new Date(fromMs), new Date(toMs))
    // Timeouts are derived for the account as a whole, too.
    for (const { from, names } of reached)
      await catchUp(context, { ...place, dimensions: ['', ...names] }, 300, from)
  }
  return whole
}

/** Asks for the metrics that are due of an account and region, as often as they are useful and as the budget allows. */
export const pollMetrics = defineJob({
  name: 'poll-metrics',
  input: targetInput,
  keyOf: targetKey,
  concurrency: 6,
  expireInSeconds: 1800,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    const { pool } = context.store
    const place = { accountId: target.account.id, region: target.region }
    // Earlier versions kept the active functions here.
    const { active: _, ...stored } =
      (await readCursor<MetricsCursor & { active?: unknown }>(pool, key(target))) ?? {}
    let cursor: MetricsCursor = stored
    const move = async (change: MetricsCursor) => {
      cursor = { ...cursor, ...change }
      await moveCursor(pool, key(target), cursor, new Date(context.clock()))
    }
    await move({ activeAt: await refreshActive(context, target, cursor.activeAt, signal) })
    const fed = await liveFeed(pool, place, context.clock())
    const tells = cursor.activeAt !== undefined
    const planned = await planPlace(context, place, { tells, fed })
    await move({ plan: planned.stored })
    const accountS = Math.max(
      planned.plan.accountS,
      fed?.account && planned.plan.accountS > 0 ? CHECK_PACE_S : 0,
    )
    const sinceMs = context.clock() - Date.parse(cursor.accountAskedAt ?? '1970-01-01')
    let change: MetricsCursor = {}
    let rises = false
    if (accountS > 0 && sinceMs >= accountS * SECOND_MS - SLACK_MS)
      ({ change, rises } = await pollAccount(context, target, cursor, signal))
    await move(change)
    const toMs = awsTime(context, cursor.clockSkewMs)
    const nowMs = context.clock()
    if (fed) {
      await deriveTimeouts(pool, place, new Date(fed.until.getTime() - FED_AGAIN_MS), fed.until)
      const rare = planned.watched.filter(({ isRareFed }) => isRareFed).map(({ name }) => name)
      await noteFed(pool, place, fed.until, { core: fed.core, rare })
      if (fed.account) await move({ accountUntil: fed.until.toISOString() })
    }
    const lookAround = rises && !fed?.core && mayLookAround(cursor, planned, nowMs)
    if (lookAround) await move({ lookedAroundAt: new Date(nowMs).toISOString() })
    const whole = await pollDue(context, target, planned, { nowMs, toMs, lookAround }, signal)
    if (fed?.core) await move({ functionsUntil: fed.until.toISOString() })
    else {
      if (planned.watched.some(isNew))
        await move({ plan: (await planPlace(context, place, { tells, fed })).stored })
      if (whole) {
        const pausedMs = cursor.functionsUntil ? toMs - Date.parse(cursor.functionsUntil) : 0
        if (pausedMs > FUNCTION_FIRST_MS) await dropCursor(pool, { collector: BACKFILL_METRICS, ...place })
        await move({ functionsUntil: new Date(toMs).toISOString() })
      }
    }
    await context.send(scoreSeries, input)
    await context.send(evaluateAccount, { accountId: target.account.id })
  },
})
