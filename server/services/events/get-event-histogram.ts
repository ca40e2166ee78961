import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { countMatching } from './count-matching.ts'
import type { EventFilter } from './event-filter.ts'
import { isCounted, type Matching, resolveMatching } from './matching.ts'
import type { EventHistogram } from './schema.ts'
import { storedFrom } from './stored-from.ts'

/** From an hour on, steps are what counts are kept by: whole hours, and whole days from 17 days on. */
const STEPS_SECONDS = [60, 300, 900, 1800, 3600, 7200, 14_400, 86_400, 604_800]
const MAX_BUCKETS = 100
/** Up to so many events are counted one by one, for a finer picture. */
const MOST_FOR_FINE = 20_000

/** The shortest round step that gives at most 100 buckets. */
export function bucketSecondsOf(spanMs: number): number {
  return STEPS_SECONDS.find((step) => spanMs / 1000 / step <= MAX_BUCKETS) ?? 604_800
}

/** Counts of less than an hour are not kept: with many events the step is an hour at least. */
async function stepMsOf({ store }: Context, matching: Matching): Promise<number> {
  const { fromMs, toMs } = matching
  const stepMs = bucketSecondsOf(toMs - fromMs) * 1000
  if (stepMs >= HOUR_MS || toMs - fromMs <= 2 * HOUR_MS || !isCounted(matching)) return stepMs
  const [row] = await queryRows<{ events: string | null }>(
    store.pool,
    sql`SELECT sum(count) AS events FROM trail_hour
      WHERE hour >= ${Math.floor(fromMs / HOUR_MS)} AND hour < ${Math.ceil(toMs / HOUR_MS)}`,
  )
  return Number(row?.events ?? 0) > MOST_FOR_FINE ? HOUR_MS : stepMs
}

type Bar = { slot: number; writes: string; reads: string; errors: string }

/** How many events happened when, under the same filters as the list. */
export async function getEventHistogram(context: Context, filter: EventFilter): Promise<EventHistogram> {
  authorise(context, 'viewer')
  const { matching } = await resolveMatching(context, filter)
  const { fromMs, toMs } = matching
  const stepMs = await stepMsOf(context, matching)
  const firstMs = floorTo(fromMs, Math.min(stepMs, DAY_MS))
  const [{ rows, countedFromMs }, oldest] = await Promise.all([
    countMatching(context.store.pool, matching, { firstMs, stepMs }),
    storedFrom(context.store.pool),
  ])
  const bars = await queryRows<Bar>(
    context.store.pool,
    sql`SELECT c.slot, coalesce(sum(c.n) FILTER (WHERE s.error_code = '' AND s.kind = 'write'), 0) AS writes,
        coalesce(sum(c.n) FILTER (WHERE s.error_code = '' AND s.kind = 'read'), 0) AS reads,
        coalesce(sum(c.n) FILTER (WHERE s.error_code <> ''), 0) AS errors
      FROM (${rows}) c JOIN trail_shape s ON s.id = c.shape_id GROUP BY 1`,
  )
  const found = new Map(bars.map((bar) => [bar.slot, bar]))
  const buckets = Array.from({ length: Math.ceil((toMs - firstMs) / stepMs) }, (_, i) => {
    const bar = found.get(i)
    const at = new Date(firstMs + i * stepMs).toISOString()
    return {
      at,
      writes: Number(bar?.writes ?? 0),
      reads: Number(bar?.reads ?? 0),
      errors: Number(bar?.errors ?? 0),
    }
  })
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    countedFrom: countedFromMs === null ? null : new Date(countedFromMs).toISOString(),
    storedFrom: oldest?.toISOString() ?? null,
    bucketSeconds: stepMs / 1000,
    buckets,
  }
}
