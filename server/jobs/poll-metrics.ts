import { type ActiveMetric, activeMetrics } from '#server/collectors/active-metrics.ts'
import { lambdaMetrics } from '#server/collectors/lambda-metrics.ts'
import { accountSeries, functionSeries } from '#server/collectors/lambda-series.ts'
import type { MetricBatch } from '#server/collectors/metric-requests.ts'
import type { PeriodSeconds, SeriesKey } from '#server/domain/metrics/metric.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { dropCursor, moveCursor, readCursor } from '#server/store/cursors.ts'
import { deriveTimeouts } from '#server/store/derive-timeouts.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
import { savePoints } from '#server/store/save-points.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { runRecorded } from './run-recorded.ts'
import { findTarget, type Target, targetInput, targetKey } from './targets.ts'

/** Lambda's points arrive late and are corrected: look back at least this far. Source: CloudWatch, metrics latency. */
const LOOKBACK_MS = 18 * MINUTE_MS
const ACCOUNT_FIRST_MS = 3 * HOUR_MS
/** After a pause minutes are fetched from where polling stopped, as far back as they are kept. */
const ACCOUNT_REACH_MS = 14 * DAY_MS
/** A page's last 24 hours begin on the hour. */
const FUNCTION_FIRST_MS = 25 * HOUR_MS
const FUNCTION_EVERY_MS = 5 * MINUTE_MS
const ACTIVE_EVERY_MS = 30 * MINUTE_MS
const ALWAYS_COUNTED = new Set(['Invocations', 'Errors', 'Throttles'])

/** The job, and its cursor, that fetches hours of the past. */
export const BACKFILL_METRICS = 'backfill-metrics'

type Place = { accountId: string; region: string }

export type MetricsCursor = {
  accountUntil?: string
  /** Up to when every function's metrics were had; rules say unknown when that is long ago. */
  functionsUntil?: string
  functionsAskedAt?: string
  /** What ListMetrics last called active, and when it was asked. */
  activeAt?: string
  active?: Record<string, string[]>
}

const key = (target: Target) => ({
  collector: 'poll-metrics',
  accountId: target.account.id,
  region: target.region,
})

/** `had`: something came, and what did not will not come by asking again at once. `whole`: every series came. */
export type Polled = { had: boolean; whole: boolean }

/** Polls some series of a target and stores the points. An endpoint that has no percentiles is whole without them. */
export async function pollSeries(
  context: WorkerContext,
  target: Target,
  window: { series: SeriesKey[]; periodSeconds: PeriodSeconds; from: Date; to: Date },
  signal: AbortSignal,
): Promise<Polled> {
  if (window.series.length === 0) return { had: true, whole: true }
  const { complete, status, problems } = await runRecorded(
    context,
    target,
    lambdaMetrics,
    window,
    signal,
    async (items: MetricBatch[]) => {
      await savePoints(
        context.store.pool,
        items.map((item) => ({ ...item, periodSeconds: window.periodSeconds })),
      )
    },
  )
  const whole = complete || problems.some((problem) => problem.code === 'NoPercentiles')
  return { had: whole || status === 'partial', whole }
}

async function activeByFunction(
  context: WorkerContext,
  target: Target,
  cursor: MetricsCursor,
  signal: AbortSignal,
): Promise<Pick<MetricsCursor, 'active' | 'activeAt'>> {
  const nowMs = context.clock()
  const fresh = cursor.activeAt && nowMs - Date.parse(cursor.activeAt) < ACTIVE_EVERY_MS
  if (fresh && cursor.active) return { active: cursor.active, activeAt: cursor.activeAt }
  const found: ActiveMetric[] = []
  const summary = await runRecorded(context, target, activeMetrics, undefined, signal, (items) => {
    found.push(...items)
  })
  if (!summary.complete) return { active: cursor.active, activeAt: cursor.activeAt }
  const named = found.filter(({ functionName }) => functionName !== '')
  const metrics = [...Map.groupBy(named, ({ functionName }) => functionName)].map(
    ([name, list]) => [name, list.map(({ metric }) => metric)] as const,
  )
  return { active: Object.fromEntries(metrics), activeAt: new Date(nowMs).toISOString() }
}

async function functionNames(context: WorkerContext, { account, region }: Target): Promise<string[]> {
  const { rows } = await context.store.pool.query<{ name: string }>(
    `SELECT name FROM resource WHERE account_id = $1 AND region = $2 AND kind = 'function' AND deleted_at IS NULL`,
    [account.id, region],
  )
  return rows.map((row) => row.name)
}

/** Those whose series are not known yet: the sweep found them after the last poll. */
async function newFunctions(context: WorkerContext, place: Place, names: string[]): Promise<string[]> {
  const { rows } = await context.store.pool.query<{ name: string }>(
    `SELECT name FROM unnest($3::text[]) AS name WHERE NOT EXISTS (
       SELECT 1 FROM metric_series WHERE account_id = $1 AND region = $2 AND namespace = 'AWS/Lambda'
         AND metric = 'Invocations' AND stat = 'Sum' AND dimension = name)`,
    [place.accountId, place.region, names],
  )
  return rows.map((row) => row.name)
}

/** Notes that these functions are polled, so that one without a single point shows as idle and not as unknown. */
async function registerSeries(context: WorkerContext, place: Place, names: string[]): Promise<void> {
  const series = names.flatMap((name) => functionSeries(place, name, ALWAYS_COUNTED))
  await savePoints(
    context.store.pool,
    series.map((key) => ({ key, periodSeconds: 300 as const, points: [] })),
  )
}

const since = (until: string | undefined, nowMs: number, firstMs: number, reachMs: number) =>
  new Date(until ? Math.max(Date.parse(until) - LOOKBACK_MS, nowMs - reachMs) : nowMs - firstMs)

/** After a pause points come from further back than the rolling up looks. */
async function catchUp(context: WorkerContext, periodSeconds: PeriodSeconds, from: Date): Promise<void> {
  const nowMs = context.clock()
  if (nowMs - from.getTime() < HOUR_MS) return
  await rollUpPoints(context.store.pool, nowMs, { periodSeconds, fromMs: from.getTime() })
}

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
    const nowMs = context.clock()
    const to = new Date(nowMs)
    const place = { accountId: target.account.id, region: target.region }
    let cursor = (await readCursor<MetricsCursor>(pool, key(target))) ?? {}
    const move = async (change: MetricsCursor) => {
      cursor = { ...cursor, ...change }
      await moveCursor(pool, key(target), cursor, new Date(context.clock()))
    }
    const account = { series: accountSeries(place), periodSeconds: 60 as const, to }
    const from = since(cursor.accountUntil, nowMs, ACCOUNT_FIRST_MS, ACCOUNT_REACH_MS)
    if ((await pollSeries(context, target, { ...account, from }, signal)).whole)
      await move({ accountUntil: to.toISOString() })
    await catchUp(context, 60, from)

    if (!cursor.functionsAskedAt || nowMs - Date.parse(cursor.functionsAskedAt) >= FUNCTION_EVERY_MS) {
      const names = await functionNames(context, target)
      const added = await newFunctions(context, place, names)
      const active = await activeByFunction(context, target, cursor, signal)
      const isAdded = new Set(added)
      const known = active.active
        ? Object.entries(active.active).filter(([name]) => !isAdded.has(name))
        : names.filter((name) => !isAdded.has(name)).map((name) => [name, undefined] as const)
      const poll = async (functions: string[], series: SeriesKey[], from: Date): Promise<boolean> => {
        const window = { series, periodSeconds: 300 as const, from, to }
        const { had, whole } = await pollSeries(context, target, window, signal)
        if (had) {
          await registerSeries(context, place, functions)
          await deriveTimeouts(pool, place, from, to)
        }
        await catchUp(context, 300, from)
        return whole
      }
      const allOf = added.flatMap((name) => functionSeries(place, name))
      const wholeAdded = await poll(added, allOf, new Date(nowMs - FUNCTION_FIRST_MS))
      const ofKnown = known.flatMap(([name, metrics]) =>
        functionSeries(place, name, metrics && new Set(metrics)),
      )
      const sinceLast = since(cursor.functionsUntil, nowMs, FUNCTION_FIRST_MS, FUNCTION_FIRST_MS)
      const whole = (await poll([], ofKnown, sinceLast)) && wholeAdded
      const pausedMs = nowMs - Date.parse(cursor.functionsUntil ?? to.toISOString())
      if (whole && pausedMs > FUNCTION_FIRST_MS)
        await dropCursor(pool, { collector: BACKFILL_METRICS, ...place })
      const asked = { ...active, functionsAskedAt: to.toISOString() }
      await move(whole ? { ...asked, functionsUntil: to.toISOString() } : asked)
    }
    await context.send(evaluateAccount, { accountId: target.account.id })
  },
})
