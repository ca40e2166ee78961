import type { Pool } from 'pg'
import { failed, known } from '#server/domain/field.ts'
import type { Deployment, FunctionActivity, FunctionOrigin } from '#server/domain/posture/surroundings.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { summedPoints } from '#server/store/summed-points.ts'
import type { Answers } from './load-records.ts'

const WEEK_MS = 7 * DAY_MS
const MONTH_MS = 30 * DAY_MS
/** How far the past is fetched of a function that is new. */
const BACKFILL_DAYS = 14

type Sums = {
  arn: string
  first: Date
  invocations30d: number
  invocations7d: number
  errors7d: number
  timeouts7d: number
  throttles7d: number
  last: Date | null
}

/** What metrics say of each function. One whose past was fetched and that has no points was not invoked. */
export async function loadActivity(pool: Pool, arns: string[], nowMs: number): Promise<Answers> {
  const week = new Date(nowMs - WEEK_MS)
  const [sums, stored] = await Promise.all([
    queryRows<Sums>(
      pool,
      sql`SELECT w.arn, min(p.at) AS first,
          coalesce(sum(p.value) FILTER (WHERE s.metric = 'Invocations'), 0) AS "invocations30d",
          coalesce(sum(p.value) FILTER (WHERE s.metric = 'Invocations' AND p.at >= ${week}), 0) AS "invocations7d",
          coalesce(sum(p.value) FILTER (WHERE s.metric = 'Errors' AND p.at >= ${week}), 0) AS "errors7d",
          coalesce(sum(p.value) FILTER (WHERE s.metric = 'Timeouts' AND p.at >= ${week}), 0) AS "timeouts7d",
          coalesce(sum(p.value) FILTER (WHERE s.metric = 'Throttles' AND p.at >= ${week}), 0) AS "throttles7d",
          max(p.at) FILTER (WHERE s.metric = 'Invocations' AND p.value > 0) AS last
        FROM unnest(${arns}::text[]) AS w(arn)
        JOIN metric_series s ON s.account_id = split_part(w.arn, ':', 5) AND s.region = split_part(w.arn, ':', 4)
          AND s.dimension = split_part(w.arn, ':', 7) AND s.stat = 'Sum'
          AND (s.namespace, s.metric) IN (('AWS/Lambda', 'Invocations'), ('AWS/Lambda', 'Errors'), ('AWS/Lambda', 'Throttles'), ('Sightline', 'Timeouts')),
        ${summedPoints({ fromMs: nowMs - MONTH_MS, toMs: nowMs, nowMs, days: true })} GROUP BY w.arn`,
    ),
    queryRows<{ arn: string; firstSeenAt: Date }>(
      pool,
      sql`SELECT w.arn, r.first_seen_at AS "firstSeenAt" FROM unnest(${arns}::text[]) AS w(arn)
        JOIN resource r ON r.arn = w.arn AND r.kind = 'function' JOIN collector_cursor c ON c.collector = 'backfill-metrics'
        AND c.account_id = split_part(w.arn, ':', 5) AND c.region = split_part(w.arn, ':', 4)
        AND c.cursor->'functions' ? split_part(w.arn, ':', 7)`,
    ),
  ])
  const found = new Map(sums.map((row) => [row.arn, row]))
  const seen = new Map(stored.map((row) => [row.arn, row.firstSeenAt]))
  return new Map(
    arns.map((arn) => {
      const row = found.get(arn)
      if (row) return [arn, known(activityOf(row, nowMs))]
      const firstSeenAt = seen.get(arn)
      return [arn, firstSeenAt ? known(quietSince(firstSeenAt, nowMs)) : failed('metrics were not collected')]
    }),
  )
}

const daysSince = (time: Date, nowMs: number) => Math.max(0, Math.floor((nowMs - time.getTime()) / DAY_MS))

function activityOf({ arn: _, first, last, ...counts }: Sums, nowMs: number): FunctionActivity {
  return { ...counts, daysSeen: daysSince(first, nowMs), lastInvokedAt: last?.toISOString() ?? null }
}

/** Nothing was counted since it was first seen, and in the days before that were fetched. */
function quietSince(firstSeenAt: Date, nowMs: number): FunctionActivity {
  return {
    daysSeen: BACKFILL_DAYS + daysSince(firstSeenAt, nowMs),
    invocations30d: 0,
    invocations7d: 0,
    errors7d: 0,
    timeouts7d: 0,
    throttles7d: 0,
    lastInvokedAt: null,
  }
}

type EventRow = Deployment & { arn: string; name: string }

/** How each function was created and its code last changed, as far as the stored events tell. */
export async function loadOrigins(pool: Pool, arns: string[]): Promise<Answers> {
  const [rows, polled] = await Promise.all([
    queryRows<EventRow & { time: Date }>(
      pool,
      sql`SELECT w.arn, e.event_name AS name, e.tool, e.actor_name AS actor, e.event_time AS time, e.event_id AS "eventId"
        FROM unnest(${arns}::text[]) AS w(arn)
        JOIN trail_event e ON e.function_name = split_part(w.arn, ':', 7) AND e.account_id = split_part(w.arn, ':', 5)
          AND e.region = split_part(w.arn, ':', 4) AND e.event_name IN ('CreateFunction', 'UpdateFunctionCode') AND e.error_code IS NULL
        ORDER BY e.event_time`,
    ),
    queryRows<{ place: string }>(
      pool,
      sql`SELECT DISTINCT account_id || '/' || region AS place FROM collector_cursor WHERE collector LIKE '%trail%'`,
    ),
  ])
  const found = Map.groupBy(rows, (row) => row.arn)
  const places = new Set(polled.map((row) => row.place))
  return new Map(
    arns.map((arn) => {
      const [, , , region, accountId] = arn.split(':')
      const own = found.get(arn) ?? []
      if (own.length === 0 && !places.has(`${accountId}/${region}`))
        return [arn, failed('CloudTrail events were not collected')]
      const deployed = own.map(({ name, tool, actor, time, eventId }) => ({
        name,
        deployment: { tool, actor, at: time.toISOString(), eventId },
      }))
      const origin: FunctionOrigin = {
        created: deployed.findLast(({ name }) => name === 'CreateFunction')?.deployment ?? null,
        lastCodeChange: deployed.at(-1)?.deployment ?? null,
      }
      return [arn, known(origin)]
    }),
  )
}
