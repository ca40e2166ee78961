import { z } from 'zod'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { dueReplays } from '#server/ingest/due-replays.ts'
import {
  BACKFILL_FIVE_MINUTES,
  backfillFiveMinutes,
  type FiveMinutesBackfill,
} from './backfill-five-minutes.ts'
import { backfillMetrics } from './backfill-metrics.ts'
import { backfillTrail, isBackfilled } from './backfill-trail.ts'
import { defineJob, type Job, type WorkerContext } from './define-job.ts'
import { deriveCosts } from './derive-costs.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { pollBilling } from './poll-billing.ts'
import { type LastAccessedCursor, POLL_LAST_ACCESSED, pollLastAccessed } from './poll-last-accessed.ts'
import { BACKFILL_METRICS, type MetricsCursor, pollMetrics } from './poll-metrics.ts'
import { pollTrail } from './poll-trail.ts'
import { replayDetections } from './replay-detections.ts'
import { sweepRegion } from './sweep-region.ts'
import { SOURCES_LOOKED, sweepAccountSources, sweepRegionSources } from './sweep-sources.ts'
import { type TargetInput, targetKey, type WatchedAccount, watchedAccounts } from './targets.ts'

/** How often each thing is looked at; a region without functions is looked at less often. */
const PACE = {
  sweep: { activeMs: 5 * MINUTE_MS, idleMs: 30 * MINUTE_MS },
  trail: { activeMs: MINUTE_MS, idleMs: 5 * MINUTE_MS },
  metrics: { activeMs: MINUTE_MS },
  sources: { activeMs: 5 * MINUTE_MS, idleMs: HOUR_MS },
  billing: HOUR_MS,
  lastAccessed: 10 * MINUTE_MS,
}

/** Longer than any pace that is told from runs, and short enough that the runs of many accounts are quickly read. */
const LOOKBACK_MS = 2 * HOUR_MS

type LastRuns = Map<string, number>

async function lastRuns(context: WorkerContext): Promise<LastRuns> {
  const { rows } = await context.store.pool.query<{ key: string; at: Date }>(
    `SELECT collector || ' ' || account_id || '/' || region AS key, max(started_at) AS at
     FROM collector_run WHERE started_at > $1 GROUP BY 1`,
    [new Date(context.clock() - LOOKBACK_MS)],
  )
  return new Map(rows.map((row) => [row.key, row.at.getTime()]))
}

async function cursors<T>(context: WorkerContext, collector: string): Promise<Map<string, T>> {
  const { rows } = await context.store.pool.query<{ key: string; cursor: T }>(
    `SELECT account_id || '/' || region AS key, cursor FROM collector_cursor WHERE collector = $1`,
    [collector],
  )
  return new Map(rows.map((row) => [row.key, row.cursor]))
}

/** Events of global services (IAM, STS, CloudFront) appear in the partition's first region. */
const hasGlobalEvents = (region: string) =>
  region === 'us-east-1' || region === 'cn-north-1' || region === 'us-gov-west-1'

/** Everything of the same rank beside each other: each account's likeliest region comes before any account's second. */
function placesOf(accounts: WatchedAccount[]): { account: WatchedAccount; input: TargetInput }[] {
  const most = Math.max(0, ...accounts.map((account) => account.regions.length))
  return Array.from({ length: most }, (_, rank) =>
    accounts.flatMap((account) => {
      const region = account.regions[rank]
      return region === undefined ? [] : [{ account, input: { accountId: account.id, region } }]
    }),
  ).flat()
}

async function tickPresent(
  context: WorkerContext,
  accounts: WatchedAccount[],
  runs: LastRuns,
): Promise<void> {
  const nowMs = context.clock()
  const places = placesOf(accounts)
  const isDue = (collector: string, key: string, paceMs: number) =>
    nowMs - (runs.get(`${collector} ${key}`) ?? 0) >= paceMs - 5000
  const sendRegions = (
    job: Job<TargetInput>,
    collector: string,
    paceOf: (place: (typeof places)[0]) => number,
  ) =>
    context.sendAll(
      job,
      places
        .filter((place) => isDue(collector, targetKey(place.input), paceOf(place)))
        .map(({ input }) => input),
    )
  const sendAccounts = (job: Job<{ accountId: string }>, isWanted: (globalKey: string) => boolean) =>
    context.sendAll(
      job,
      accounts.filter(({ id }) => isWanted(`${id}/${GLOBAL_REGION}`)).map(({ id }) => ({ accountId: id })),
    )
  const isActive = ({ account, input }: (typeof places)[0]) => account.activeRegions.includes(input.region)

  await sendRegions(sweepRegion, 'functions', (place) =>
    isActive(place) ? PACE.sweep.activeMs : PACE.sweep.idleMs,
  )
  await sendRegions(pollTrail, 'trail-events', (place) =>
    isActive(place) || hasGlobalEvents(place.input.region) ? PACE.trail.activeMs : PACE.trail.idleMs,
  )
  await sendRegions(pollMetrics, 'lambda-metrics', (place) =>
    isActive(place) ? PACE.metrics.activeMs : Number.POSITIVE_INFINITY,
  )
  await sendAccounts(pollBilling, (key) => isDue('billing-metrics', key, PACE.billing))
  const swept = await cursors<unknown>(context, 'sweep-function')
  const looked = await cursors<{ lookedAt: string }>(context, SOURCES_LOOKED)
  const isStale = (key: string, paceMs: number) =>
    nowMs - Date.parse(looked.get(key)?.lookedAt ?? '1970-01-01') >= paceMs
  await context.sendAll(
    sweepRegionSources,
    places
      .filter((place) => {
        const key = targetKey(place.input)
        return swept.has(key) && isStale(key, isActive(place) ? PACE.sources.activeMs : PACE.sources.idleMs)
      })
      .map(({ input }) => input),
  )
  await sendAccounts(sweepAccountSources, (key) => isStale(key, PACE.sources.activeMs))
  await sendAccounts(evaluateAccount, () => true)
  await context.sendAll(
    deriveCosts,
    accounts.filter(({ activeRegions }) => activeRegions.length > 0).map(({ id }) => ({ accountId: id })),
  )
}

/** Accounts and regions with functions whose history was not fetched. */
async function withoutHistory(context: WorkerContext): Promise<Set<string>> {
  const { rows } = await context.store.pool.query<{ key: string }>(
    `SELECT DISTINCT account_id || '/' || region AS key FROM (
       SELECT account_id, region, name FROM resource WHERE kind = 'function' AND deleted_at IS NULL
       EXCEPT
       SELECT account_id, region, jsonb_array_elements_text(cursor->'functions') FROM collector_cursor
       WHERE collector = '${BACKFILL_METRICS}'
     ) unfilled`,
  )
  return new Set(rows.map((row) => row.key))
}

/** Whether functions were looked for everywhere: what is fetched of the past must not slow down the first look. */
async function isFirstLookDone(context: WorkerContext, accounts: WatchedAccount[]): Promise<boolean> {
  const { rows } = await context.store.pool.query<{ key: string }>(
    `SELECT DISTINCT account_id || '/' || region AS key FROM collector_run
     WHERE collector = 'functions' AND finished_at IS NOT NULL`,
  )
  const done = new Set(rows.map((row) => row.key))
  return placesOf(accounts).every(({ input }) => done.has(targetKey(input)))
}

/** Sends what is still to be fetched of the past, once the present has been looked at. */
async function tickBackfills(
  context: WorkerContext,
  accounts: WatchedAccount[],
  runs: LastRuns,
): Promise<void> {
  if (!(await isFirstLookDone(context, accounts))) return
  const trail = await cursors<{ coveredFrom: string; startedAt: string }>(context, 'backfill-trail')
  const unfilled = await withoutHistory(context)
  const polled = await cursors<MetricsCursor>(context, 'poll-metrics')
  const asked = await cursors<LastAccessedCursor>(context, POLL_LAST_ACCESSED)
  const isStale = (id: string) => {
    const askedTo = asked.get(`${id}/${GLOBAL_REGION}`)?.askedTo
    return askedTo === undefined || context.clock() - Date.parse(askedTo) >= PACE.lastAccessed
  }
  await context.sendAll(
    pollLastAccessed,
    accounts
      .filter(({ id, activeRegions }) => activeRegions.length > 0 && isStale(id))
      .map(({ id }) => ({ accountId: id })),
  )
  const inputs = placesOf(accounts).map(({ input }) => input)
  await context.sendAll(
    backfillTrail,
    inputs.filter((input) => {
      const key = targetKey(input)
      return runs.has(`trail-events ${key}`) && !isBackfilled(trail.get(key), context.env)
    }),
  )
  await context.sendAll(
    backfillMetrics,
    inputs.filter((input) => {
      const key = targetKey(input)
      return polled.get(key)?.functionsUntil !== undefined && unfilled.has(key)
    }),
  )
  const fine = await cursors<FiveMinutesBackfill>(context, BACKFILL_FIVE_MINUTES)
  const hours = await cursors<unknown>(context, BACKFILL_METRICS)
  await context.sendAll(
    backfillFiveMinutes,
    inputs.filter((input) => {
      const key = targetKey(input)
      return hours.has(key) && !unfilled.has(key) && fine.get(key)?.finished !== true
    }),
  )
}

/** Accounts of which older events are still to be fetched. */
async function backfilling(context: WorkerContext, accounts: WatchedAccount[]): Promise<Set<string>> {
  const trail = await cursors<{ coveredFrom: string; startedAt: string }>(context, 'backfill-trail')
  const unfinished = placesOf(accounts).filter(
    ({ input }) => !isBackfilled(trail.get(targetKey(input)), context.env),
  )
  return new Set(unfinished.map(({ input }) => input.accountId))
}

/** Once a minute: sends every poll and sweep that is due. */
export const tick = defineJob({
  name: 'tick',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '* * * * *', input: {} },
  expireInSeconds: 120,
  async run(context) {
    const accounts = await watchedAccounts(context.store.pool, context.env.SIGHTLINE_REGIONS)
    const reachable = accounts.filter((account) => account.status === 'ok')
    const runs = await lastRuns(context)
    await tickPresent(context, reachable, runs)
    await tickBackfills(context, reachable, runs)
    const replays = await dueReplays(context, await backfilling(context, reachable))
    await context.sendAll(
      replayDetections,
      replays.map((accountId) => ({ accountId })),
    )
  },
})
