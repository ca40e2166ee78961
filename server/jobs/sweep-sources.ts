import type { Pool } from 'pg'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { announceChanges } from './announce-changes.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { inputHashOf } from './outdate-kinds.ts'
import { type SourceCollector, sourceCollectors, TRAFFIC } from './source-collectors.ts'
import { hasSourceInput, sourceInputOf } from './source-inputs.ts'
import { LATEST_ARRIVAL_MS, OVERLAP_MS, type SweepCursor, sweepCursorOf, sweepKind } from './sweep-kind.ts'
import { accountInput, findTarget, type Target, targetInput, targetKey } from './targets.ts'

/** How often a source is listed although nothing says that it changed; a region without functions less often. */
const VERIFY = { activeMs: HOUR_MS, idleMs: 6 * HOUR_MS }
/** However much is being changed, a source is not listed again sooner. */
const SETTLE_MS = 2 * MINUTE_MS
/** What did not reach its end is tried again after this. */
const RETRY_MS = 15 * MINUTE_MS

/** Subscriptions name topics, and topics keys: what one collector brings may be what another is to ask for. */
const LINKS = 2

/** Cursor that says when a region, or an account, was last gone through, whatever was due there. */
export const SOURCES_LOOKED = 'sweep-sources'

type Known = { hasFunctions: boolean; hasAny: boolean; lastRunMs: number | undefined }

async function whatIsKnown(pool: Pool, target: Target, collector: SourceCollector): Promise<Known> {
  const { rows } = await pool.query<{ functions: boolean; any: boolean; at: Date | null }>(
    `SELECT EXISTS (SELECT FROM resource WHERE kind = 'function' AND account_id = $1
         AND ($2 = '${GLOBAL_REGION}' OR region = $2) AND deleted_at IS NULL) AS functions,
       EXISTS (SELECT FROM resource WHERE kind = $3 AND account_id = $1 AND region = $2 AND deleted_at IS NULL) AS any,
       (SELECT max(started_at) FROM collector_run WHERE collector = $4 AND account_id = $1 AND region = $2) AS at`,
    [target.account.id, target.region, collector.kind, collector.id],
  )
  const row = rows[0]
  return { hasFunctions: row?.functions ?? false, hasAny: row?.any ?? false, lastRunMs: row?.at?.getTime() }
}

/** Whether CloudTrail brought a successful write on one of the collector's event sources since the last sweep. */
async function wasChanged(
  pool: Pool,
  target: Target,
  collector: SourceCollector,
  sinceMs: number,
): Promise<boolean> {
  const { rows } = await pool.query<{ changed: boolean }>(
    `SELECT EXISTS (SELECT FROM trail_event WHERE account_id = $1 AND ($2 = '${GLOBAL_REGION}' OR region = $2)
       AND event_source = ANY($3) AND read_only IS NOT TRUE AND error_code IS NULL
       AND event_name <> ALL($6) AND ($7::text[] IS NULL OR event_name = ANY($7)) AND ingested_at > $4 AND event_time > $5) AS changed`,
    [
      target.account.id,
      target.region,
      collector.changedBy,
      new Date(sinceMs - OVERLAP_MS),
      new Date(sinceMs - LATEST_ARRIVAL_MS),
      TRAFFIC,
      collector.changedOnlyBy ?? null,
    ],
  )
  return rows[0]?.changed ?? false
}

/** Runs a collector where it is due: the first time, after a write, with another input, and now and then besides. */
async function sweepIfDue(
  context: WorkerContext,
  target: Target,
  collector: SourceCollector,
  signal: AbortSignal,
): Promise<boolean> {
  if (collector.downloadsCode && !context.env.SIGHTLINE_DOWNLOAD_CODE) return false
  const { pool } = context.store
  const known = await whatIsKnown(pool, target, collector)
  if (collector.onlyWithFunctions && !known.hasFunctions && !known.hasAny) return false
  const name = sweepCursorOf(collector.kind, collector.part)
  const key = { collector: name, accountId: target.account.id, region: target.region }
  const cursor = await readCursor<SweepCursor>(pool, key)
  const input = await sourceInputOf(pool, target, collector.id)
  const inputHash = inputHashOf(input)
  const isDue = async () => {
    const nowMs = context.clock()
    const sweptToMs = cursor ? Date.parse(cursor.sweptTo) : Number.NEGATIVE_INFINITY
    const brokeOff = known.lastRunMs !== undefined && known.lastRunMs > sweptToMs + MINUTE_MS
    if (brokeOff) return nowMs - (known.lastRunMs ?? 0) >= RETRY_MS
    const paceMs = known.hasFunctions ? VERIFY.activeMs : VERIFY.idleMs
    if (!cursor || nowMs - sweptToMs >= paceMs || cursor.inputHash !== inputHash) return true
    if (nowMs - sweptToMs < SETTLE_MS) return false
    return wasChanged(pool, target, collector, sweptToMs)
  }
  if (!(await isDue())) return false
  return sweepKind(context, target, collector, collector.kind, signal, { input, inputHash })
}

/** Runs each of these collectors that is due; one that cannot be stored does not hold up the others. */
export async function sweepSources(
  context: WorkerContext,
  target: Target,
  collectors: SourceCollector[],
  signal: AbortSignal,
): Promise<void> {
  const sweepEach = (some: SourceCollector[]) =>
    Promise.allSettled(some.map((collector) => sweepIfDue(context, target, collector, signal)))
  const ended = await sweepEach(collectors)
  const told = collectors.filter(({ id }) => hasSourceInput(id))
  for (let i = 0; i < LINKS && !signal.aborted; i++) ended.push(...(await sweepEach(told)))
  const changed = ended.some((end) => end.status === 'fulfilled' && end.value)
  await announceChanges(context, target.account.id, changed)
  if (signal.aborted) return
  const now = new Date(context.clock())
  const key = { collector: SOURCES_LOOKED, accountId: target.account.id, region: target.region }
  await moveCursor(context.store.pool, key, { lookedAt: now.toISOString() }, now)
  const failure = ended.find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
}

/** Looks at whatever a region has that starts functions or stands before them. */
export const sweepRegionSources = defineJob({
  name: 'sweep-region-sources',
  input: targetInput,
  keyOf: targetKey,
  concurrency: 16,
  expireInSeconds: 4 * 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (target) await sweepSources(context, target, sourceCollectors('region'), signal)
  },
})

/** The same for what belongs to no region: distributions, buckets, users, the organization. */
export const sweepAccountSources = defineJob({
  name: 'sweep-account-sources',
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 8,
  expireInSeconds: 4 * 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, { accountId: input.accountId, region: GLOBAL_REGION })
    if (target) await sweepSources(context, target, sourceCollectors('account'), signal)
  },
})
