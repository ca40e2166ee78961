import { type LogBatch, logSamples } from '#server/collectors/log-samples.ts'
import type { Field } from '#server/domain/field.ts'
import { valueOr } from '#server/domain/field.ts'
import { binFailures, FAILURE_SERIES } from '#server/domain/logs/bin-failures.ts'
import { failedInvocations } from '#server/domain/logs/sample-failures.ts'
import { floorTo, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { savePoints } from '#server/store/save-points.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { accountInput, findTarget, type Target } from './targets.ts'

const PERIOD_MS = 5 * MINUTE_MS
const SPAN_MS = 15 * MINUTE_MS
/** Lines come some seconds after they were written. */
const SETTLE_MS = MINUTE_MS
const AGAIN_MS = 9 * MINUTE_MS
const AFTER_DENIAL_MS = 6 * HOUR_MS
const MIN_ERRORS = 5
const FUNCTIONS_A_RUN = 5
const KEPT = 50

type Troubled = {
  region: string
  name: string
  logGroup: Field<string> | null
  logFormat: Field<string> | null
}
type Cursor = { readAt: Record<string, string>; deniedAt?: string }

/** Functions that failed most in the last quarter of an hour: five times at least. */
function troubledFunctions({ store, clock }: WorkerContext, accountId: string): Promise<Troubled[]> {
  return queryRows<Troubled>(
    store.pool,
    sql`SELECT s.region, s.dimension AS name, v.record->'logGroup' AS "logGroup", v.record->'logFormat' AS "logFormat"
      FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = 300 AND p.at >= ${new Date(clock() - SPAN_MS - PERIOD_MS)}
      LEFT JOIN resource r ON r.account_id = s.account_id AND r.region = s.region AND r.kind = 'function' AND r.name = s.dimension
      LEFT JOIN resource_version v ON v.id = r.current_version_id
      WHERE s.account_id = ${accountId} AND s.dimension <> '' AND s.namespace = 'AWS/Lambda' AND s.metric = 'Errors' AND s.stat = 'Sum'
      GROUP BY s.region, s.dimension, v.record HAVING sum(p.value) >= ${MIN_ERRORS} ORDER BY sum(p.value) DESC LIMIT 50`,
  )
}

/** Reads one function's log and stores what it showed, period by period. Returns whether reading was denied. */
async function readOne(
  context: WorkerContext,
  target: Target,
  { name, logGroup, logFormat }: Troubled,
  signal: AbortSignal,
): Promise<boolean> {
  const to = floorTo(context.clock() - SETTLE_MS, PERIOD_MS)
  const from = to - SPAN_MS
  const batches: LogBatch[] = []
  const query = {
    logGroup: (logGroup && valueOr(logGroup, '')) || `/aws/lambda/${name}`,
    logFormat: (logFormat && valueOr<string | null>(logFormat, null)) ?? null,
    from: new Date(from),
    to: new Date(to),
    maxFailures: 2000,
    requests: 0,
    maxBytes: 1_000_000,
    maxCalls: 6,
  }
  const run = await runRecorded(context, target, logSamples, query, signal, (items) => {
    batches.push(...items)
  })
  const [found] = batches
  if (!found?.exists || run.problems.length > 0) return run.problems.some(({ state }) => state === 'denied')
  const bins = binFailures(failedInvocations(found.events), {
    fromMs: from,
    searchedToMs: found.searchedUntilMs ?? to,
    periodMs: PERIOD_MS,
  })
  const place = { accountId: target.account.id, region: target.region }
  await savePoints(
    context.store.pool,
    FAILURE_SERIES.map((metric) => ({
      key: { ...place, namespace: 'Sightline', metric, stat: 'Sum' as const, dimension: name },
      unit: 'Count',
      periodSeconds: 300 as const,
      points: bins.map(({ atMs, counts }) => ({ at: new Date(atMs), value: counts[metric] })),
    })),
  )
  return false
}

/**
 * Reads the platform's report lines of functions that are in trouble, as far as reading is allowed, so that their errors
 * can be told apart: five functions at a time, each every ten minutes at most. No line is kept, only counts.
 */
export const readFailures = defineJob({
  name: 'read-failures',
  input: accountInput,
  keyOf: ({ accountId }) => accountId,
  concurrency: 2,
  expireInSeconds: 300,
  async run(context, { accountId }, signal) {
    if (context.env.SIGHTLINE_READ_LOGS !== 'trouble') return
    const { pool } = context.store
    const nowMs = context.clock()
    const isRecent = (at: string | undefined, spanMs: number) =>
      at !== undefined && nowMs - Date.parse(at) < spanMs
    const byRegion = Map.groupBy(await troubledFunctions(context, accountId), ({ region }) => region)
    let left = FUNCTIONS_A_RUN
    for (const [region, troubled] of byRegion) {
      const target = await findTarget(context, { accountId, region })
      if (!target) return
      const key = { collector: 'log-samples', accountId, region }
      const cursor: Cursor = (await readCursor<Cursor>(pool, key)) ?? { readAt: {} }
      if (isRecent(cursor.deniedAt, AFTER_DENIAL_MS)) continue
      const due = troubled.filter(({ name }) => !isRecent(cursor.readAt[name], AGAIN_MS)).slice(0, left)
      for (const one of due) {
        signal.throwIfAborted()
        left -= 1
        const isDenied = await readOne(context, target, one, signal)
        const now = new Date(context.clock())
        const readAt = Object.entries({ ...cursor.readAt, [one.name]: now.toISOString() })
        cursor.readAt = Object.fromEntries(readAt.sort(([, a], [, b]) => (a < b ? 1 : -1)).slice(0, KEPT))
        cursor.deniedAt = isDenied ? now.toISOString() : undefined
        await moveCursor(pool, key, cursor, now)
        if (isDenied) break
      }
    }
  },
})
