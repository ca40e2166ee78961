import { ACCOUNT_METRICS, FUNCTION_METRICS } from '#server/collectors/lambda-series.ts'
import { ACTIVITIES, type Activity } from '#server/domain/metrics/polling/activity.ts'
import type { Fed } from '#server/domain/metrics/polling/feeds.ts'
import { allowanceOf, monthOf } from '#server/domain/metrics/polling/month-budget.ts'
import { CORE_METRICS } from '#server/domain/metrics/polling/paces.ts'
import {
  type PollingPlan,
  planPolling,
  type Slowed,
  type Wanted,
  type WatchedFunction,
  wantedOf,
} from '#server/domain/metrics/polling/plan-polling.ts'
import { shareAllowance } from '#server/domain/metrics/polling/share-allowance.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { readTroubled, readWatched, type WatchRow } from '#server/store/metric-watch.ts'
import { budgetOf, spentSince } from '#server/store/watch-spend.ts'
import type { WorkerContext } from './define-job.ts'

type Place = { accountId: string; region: string }

/** What the last plan of a place came to, kept in its cursor for the pages and for the account's other regions. */
export type StoredPlan = {
  at: string
  wanted: Wanted
  plannedUsdPerHour: number
  slowed: Slowed[]
  functions: Record<Activity, number>
}

/** The metrics that are asked for; `isRareFed`: a metric stream brings all others than the core ones. */
export type Watched = WatchRow & { core: string[]; rare: string[]; isRareFed: boolean }

/** `tells`: whether ListMetrics said which functions are active. `fed`: what comes by a metric stream. */
type Telling = { tells: boolean; fed: Fed | undefined }

/** After a change a function is watched closely for so long. */
const WATCHED_AFTER_CHANGE_MS = 30 * MINUTE_MS
/** What another region wanted longer ago does not count. */
const WANTED_FOR_MS = HOUR_MS

const ALL_METRICS = Object.keys(FUNCTION_METRICS)
const ALL_CORE = ALL_METRICS.filter((metric) => CORE_METRICS.has(metric))

/**
 * Which metrics of a function are asked for: all while it is new or CloudWatch does not tell which had points, and none
 * of a group that a metric stream brings as a whole.
 */
function metricsOf(
  row: WatchRow,
  { tells, fed }: Telling,
  troubled: boolean,
): Pick<Watched, 'core' | 'rare' | 'isRareFed'> {
  const metrics = tells && (row.coreUntil || fed?.core) ? row.metrics : ALL_METRICS
  const core = metrics.filter((metric) => CORE_METRICS.has(metric))
  const rare = metrics.filter((metric) => !CORE_METRICS.has(metric))
  const isRareFed = fed !== undefined && rare.every((metric) => fed.metrics.has(metric))
  return {
    core: fed?.core ? [] : troubled && core.length === 0 ? ALL_CORE : core,
    rare: isRareFed ? [] : rare,
    isRareFed,
  }
}

async function wantedElsewhere(context: WorkerContext, place: Place): Promise<Wanted[]> {
  const { rows } = await context.store.pool.query<{ plan: StoredPlan }>(
    `SELECT cursor->'plan' AS plan FROM collector_cursor
     WHERE collector = 'poll-metrics' AND account_id = $1 AND region <> $2 AND cursor ? 'plan' AND updated_at > $3`,
    [place.accountId, place.region, new Date(context.clock() - WANTED_FOR_MS)],
  )
  return rows.map(({ plan }) => plan.wanted)
}

export type PlannedPlace = { plan: PollingPlan; watched: Watched[]; stored: StoredPlan; leftUsd: number }

/** Where a metric stream brings its metrics, the account is asked once an hour all the same, to check. */
export const CHECK_PACE_S = HOUR_MS / SECOND_MS

/** Plans how often a place's metrics are asked for, with the money that the account has left this month. */
export async function planPlace(
  context: WorkerContext,
  place: Place,
  telling: Telling,
): Promise<PlannedPlace> {
  const { pool } = context.store
  const { tells, fed } = telling
  const nowMs = context.clock()
  const rows = await readWatched(pool, place)
  const { alerted, deployed } = await readTroubled(pool, place, new Date(nowMs - WATCHED_AFTER_CHANGE_MS))
  const watched: Watched[] = []
  const functions: WatchedFunction[] = []
  for (const row of rows) {
    const seen = row.troubleUntil !== null && row.troubleUntil.getTime() > nowMs
    const troubled = seen || alerted.has(row.name) || deployed.has(row.name)
    const metrics = metricsOf(row, telling, troubled)
    watched.push({ ...row, ...metrics })
    functions.push({
      name: row.name,
      core: metrics.core.length,
      rare: metrics.rare.length,
      perHour: row.perHour,
      troubled,
      active: !tells || row.coreUntil === null || row.metrics.length > 0,
    })
  }
  const share = fed?.account ? MINUTE_MS / HOUR_MS : 1
  const accountMetrics = Object.keys(ACCOUNT_METRICS).length * share
  const budgetUsd = await budgetOf(pool, place.accountId, context.env.SIGHTLINE_WATCH_BUDGET_USD)
  const spentUsd = await spentSince(pool, place.accountId, new Date(monthOf(nowMs).fromMs))
  const own = wantedOf(functions, accountMetrics)
  const others = await wantedElsewhere(context, place)
  const fixedUsdPerHour = [own, ...others].reduce((sum, { account }) => sum + account, 0)
  const allowance = shareAllowance(allowanceOf({ nowMs, budgetUsd, spentUsd, fixedUsdPerHour }), own, others)
  const plan = planPolling({ functions, accountMetrics, ...allowance })
  const counts = Map.groupBy(plan.functions, ({ activity }) => activity)
  const stored: StoredPlan = {
    at: new Date(nowMs).toISOString(),
    wanted: plan.wanted,
    plannedUsdPerHour: plan.plannedUsdPerHour,
    slowed: plan.slowed,
    functions: Object.fromEntries(
      ACTIVITIES.map((activity) => [activity, counts.get(activity)?.length ?? 0]),
    ) as Record<Activity, number>,
  }
  return { plan, watched, stored, leftUsd: Math.max(0, budgetUsd - spentUsd) }
}
