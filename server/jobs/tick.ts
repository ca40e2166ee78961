import { z } from 'zod'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { backfillMetrics } from './backfill-metrics.ts'
import { backfillTrail, isBackfilled } from './backfill-trail.ts'
import { defineJob, type Job, type WorkerContext } from './define-job.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { pollBilling } from './poll-billing.ts'
import { BACKFILL_METRICS, type MetricsCursor, pollMetrics } from './poll-metrics.ts'
import { pollTrail } from './poll-trail.ts'
import { sweepRegion } from './sweep-region.ts'
import { sweepRoles } from './sweep-roles.ts'
import { type TargetInput, targetKey, type WatchedAccount, watchedAccounts } from './targets.ts'

/** How often each thing is looked at; a region without functions is looked at less often. */
const PACE = {
  sweep: { activeMs: 5 * MINUTE_MS, idleMs: 30 * MINUTE_MS },
  trail: { activeMs: MINUTE_MS, idleMs: 5 * MINUTE_MS },
  metrics: { activeMs: MINUTE_MS },
  roles: 10 * MINUTE_MS,
  billing: HOUR_MS,
}

type LastRuns = Map<string, number>

async function lastRuns(context: WorkerContext): Promise<LastRuns> {
  const { rows } = await context.store.pool.query<{ key: string; at: Date }>(
    `SELECT collector || ' ' || account_id || '/' || region AS key, max(started_at) AS at
     FROM collector_run WHERE started_at > $1 GROUP BY 1`,
    [new Date(context.clock() - DAY_MS)],
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

async function tickAccount(context: WorkerContext, account: WatchedAccount, runs: LastRuns): Promise<void> {
  const nowMs = context.clock()
  const isDue = (collector: string, key: string, paceMs: number) =>
    nowMs - (runs.get(`${collector} ${key}`) ?? 0) >= paceMs - 5000
  const ofAccount = { accountId: account.id }
  const globalKey = `${account.id}/${GLOBAL_REGION}`
  if (isDue('roles', globalKey, PACE.roles)) await context.send(sweepRoles, ofAccount)
  if (isDue('billing-metrics', globalKey, PACE.billing)) await context.send(pollBilling, ofAccount)
  for (const region of account.regions) {
    const input: TargetInput = { accountId: account.id, region }
    const key = targetKey(input)
    const active = account.activeRegions.includes(region)
    const sendIfDue = async (job: Job<TargetInput>, collector: string, paceMs: number) => {
      if (isDue(collector, key, paceMs)) await context.send(job, input)
    }
    await sendIfDue(sweepRegion, 'functions', active ? PACE.sweep.activeMs : PACE.sweep.idleMs)
    const watched = active || hasGlobalEvents(region)
    await sendIfDue(pollTrail, 'trail-events', watched ? PACE.trail.activeMs : PACE.trail.idleMs)
    if (active) await sendIfDue(pollMetrics, 'lambda-metrics', PACE.metrics.activeMs)
  }
  await context.send(evaluateAccount, ofAccount)
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

/** Sends what is still to be fetched of the past, once the present has been looked at. */
async function tickBackfills(
  context: WorkerContext,
  accounts: WatchedAccount[],
  runs: LastRuns,
): Promise<void> {
  const trail = await cursors<{ coveredFrom: string; startedAt: string }>(context, 'backfill-trail')
  const unfilled = await withoutHistory(context)
  const polled = await cursors<MetricsCursor>(context, 'poll-metrics')
  for (const account of accounts) {
    for (const region of account.regions) {
      const input = { accountId: account.id, region }
      const key = targetKey(input)
      if (runs.has(`trail-events ${key}`) && !isBackfilled(trail.get(key), context.env))
        await context.send(backfillTrail, input)
      const isPolled = polled.get(key)?.functionsUntil !== undefined && runs.has(`functions ${key}`)
      if (isPolled && unfilled.has(key)) await context.send(backfillMetrics, input)
    }
  }
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
    for (const account of reachable) await tickAccount(context, account, runs)
    await tickBackfills(context, reachable, runs)
  },
})
