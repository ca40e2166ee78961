import { type ActiveMetric, activeMetrics } from '#server/collectors/active-metrics.ts'
import { FUNCTION_METRICS } from '#server/collectors/lambda-series.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { noteActive, syncWatched } from '#server/store/metric-watch.ts'
import type { WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import type { Target } from './targets.ts'

const EVERY_MS = 30 * MINUTE_MS
/** New metrics take up to so long until they are listed. Source: CloudWatch API reference, ListMetrics. */
const LISTED_AFTER_MS = 15 * MINUTE_MS

/**
 * Brings the list of watched functions up to date, and every half an hour which of their metrics had points lately. Gives
 * when that was last known; undefined while it never was.
 */
export async function refreshActive(
  context: WorkerContext,
  target: Target,
  activeAt: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { pool } = context.store
  const place = { accountId: target.account.id, region: target.region }
  const nowMs = context.clock()
  await syncWatched(pool, place, new Date(nowMs))
  if (activeAt && nowMs - Date.parse(activeAt) < EVERY_MS) return activeAt
  const found: ActiveMetric[] = []
  const summary = await runRecorded(context, target, activeMetrics, undefined, signal, (items) => {
    found.push(...items.filter(({ functionName }) => functionName !== ''))
  })
  if (!summary.complete) return activeAt
  const wanted = found.filter(({ metric }) => Object.hasOwn(FUNCTION_METRICS, metric))
  const byName = Map.groupBy(wanted, ({ functionName }) => functionName)
  const metrics = new Map([...byName].map(([name, list]) => [name, list.map(({ metric }) => metric)]))
  await noteActive(pool, place, metrics, {
    now: new Date(nowMs),
    before: new Date(nowMs - LISTED_AFTER_MS),
  })
  return new Date(nowMs).toISOString()
}
