import { authorise, type Context } from '#server/services/context.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { type EventFilter, eventConditions, eventFacetConditions } from './event-filter.ts'
import type { EventHistogram } from './schema.ts'

const STEPS_SECONDS = [60, 300, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800]
const MAX_BUCKETS = 100

/** The shortest round step that gives at most 100 buckets. */
export function bucketSecondsOf(spanMs: number): number {
  return STEPS_SECONDS.find((step) => spanMs / 1000 / step <= MAX_BUCKETS) ?? 604_800
}

/** How many events happened when, under the same filters as the list. */
export async function getEventHistogram(context: Context, filter: EventFilter): Promise<EventHistogram> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, filter)
  const bucketSeconds = bucketSecondsOf(scope.toMs - scope.fromMs)
  const stepMs = bucketSeconds * 1000
  const firstMs = Math.floor(scope.fromMs / stepMs) * stepMs
  const where = allOf([...eventConditions(scope, filter), ...eventFacetConditions(filter)])
  const rows = await queryRows<{ bucket: number; writes: string; reads: string; errors: string }>(
    context.store.pool,
    sql`SELECT floor((date_part('epoch', e.event_time) * 1000 - ${firstMs}::float8) / ${stepMs}::float8)::int AS bucket,
        count(*) FILTER (WHERE e.error_code IS NULL AND e.read_only IS NOT TRUE) AS writes,
        count(*) FILTER (WHERE e.error_code IS NULL AND e.read_only) AS reads,
        count(*) FILTER (WHERE e.error_code IS NOT NULL) AS errors
      FROM trail_event e WHERE ${where} GROUP BY 1`,
  )
  const found = new Map(rows.map((row) => [row.bucket, row]))
  const buckets = Array.from({ length: Math.ceil((scope.toMs - firstMs) / stepMs) }, (_, i) => {
    const row = found.get(i)
    const at = new Date(firstMs + i * stepMs).toISOString()
    return {
      at,
      writes: Number(row?.writes ?? 0),
      reads: Number(row?.reads ?? 0),
      errors: Number(row?.errors ?? 0),
    }
  })
  return {
    from: new Date(scope.fromMs).toISOString(),
    to: new Date(scope.toMs).toISOString(),
    bucketSeconds,
    buckets,
  }
}
