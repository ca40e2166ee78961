import { accountSeries, functionSeries } from '#server/collectors/lambda-series.ts'
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
import { CHECK_PACE_S, planPlace, type StoredPlan, type Watched } from './poll-plan.ts'
import { catchUp, pollSeries } from './poll-series.ts'
import { scoreSeries } from './score-series.ts'
import { findTarget, type Target, targetInput, targetKey } from './targets.ts'

const ACCOUNT_FIRST_MS = 3 * HOUR_MS
/** After a pause minutes are fetched from where polling stopped, as far back as they are kept. */
const ACCOUNT_REACH_MS = 14 * DAY_MS
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
): Promise<MetricsCursor> {
  const toMs = awsTime(context, cursor.clockSkewMs)
  const { accountUntil, accountAskedAt } = cursor
  // A metric stream brings more than was asked for, but no percentiles.
  const from = since([accountUntil, accountAskedAt].filter(Boolean).sort()[0], toMs)
  const series = accountSeries({ accountId: target.account.id, region: target.region })
  const window = { series, periodSeconds: 60 as const, from, to: new Date(toMs) }
  const { whole, clockSkewMs } = await pollSeries(context, target, [window], signal)
  await catchUp(context, 60, from)
  const asked = { accountAskedAt: new Date(context.clock()).toISOString(), clockSkewMs }
  return whole ? { ...asked, accountUntil: new Date(toMs).toISOString() } : asked
}

async function pollDue(
  context: WorkerContext,
  target: Target,
  { watched, plan }: Awaited<ReturnType<typeof planPlace>>,
  toMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const place = { accountId: target.account.id, region: target.region }
  const asks = dueAsks(watched, plan, context.clock(), toMs)
  const { had, whole, from } = await pollFunctions(context, target, asks, toMs, signal)
  const isNew = (row: Watched) => row.coreUntil === null
  if (had)
    await registerSeries(
      context,
      place,
      watched.filter(isNew).map(({ name }) => name),
    )
  if (had && from) {
    await deriveTimeouts(context.store.pool, place, from, new Date(toMs))
    await catchUp(context, 300, from)
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
    const { accountUntil, accountAskedAt, functionsUntil, activeAt, clockSkewMs, plan } =
      (await readCursor<MetricsCursor>(pool, key(target))) ?? {}
    let cursor: MetricsCursor = { accountUntil, accountAskedAt, functionsUntil, activeAt, clockSkewMs, plan }
    const move = async (change: MetricsCursor) => {
      cursor = { ...cursor, ...change }
      await moveCursor(pool, key(target), cursor, new Date(context.clock()))
    }
    await move({ activeAt: await refreshActive(context, target, cursor.activeAt, signal) })
    const fed = await liveFeed(pool, place, context.clock())
    const tells = cursor.activeAt !== undefined
    const planned = await planPlace(context, place, { tells, isFed: fed !== undefined })
    await move({ plan: planned.stored })
    const accountS = Math.max(planned.plan.accountS, fed && planned.plan.accountS > 0 ? CHECK_PACE_S : 0)
    const sinceMs = context.clock() - Date.parse(cursor.accountAskedAt ?? '1970-01-01')
    if (accountS > 0 && sinceMs >= accountS * SECOND_MS - SLACK_MS)
      await move(await pollAccount(context, target, cursor, signal))
    const toMs = awsTime(context, cursor.clockSkewMs)
    if (fed) {
      await deriveTimeouts(pool, place, new Date(fed.getTime() - FED_AGAIN_MS), fed)
      await noteFed(pool, place, fed)
      await move({ functionsUntil: fed.toISOString(), accountUntil: fed.toISOString() })
    } else if (await pollDue(context, target, planned, toMs, signal)) {
      const pausedMs = cursor.functionsUntil ? toMs - Date.parse(cursor.functionsUntil) : 0
      if (pausedMs > FUNCTION_FIRST_MS) await dropCursor(pool, { collector: BACKFILL_METRICS, ...place })
      await move({ functionsUntil: new Date(toMs).toISOString() })
    }
    await context.send(scoreSeries, input)
    await context.send(evaluateAccount, { accountId: target.account.id })
  },
})
