import type { Pool } from 'pg'
import type { ObservedCall } from '#server/domain/access/least-privilege/observed-call.ts'
import { likePrefix, queryRows, sql } from './sql.ts'

/** Of calls beyond so many the resources are not told one by one. */
const MAX_CALLS = 20_000

/** Which sessions of a role: all, or those of one function, which Lambda names after the function. */
export type Sessions = { accountId: string; roleName: string; session: string | null }

/** CloudTrail names no resource where a log group's stream is made: the request has the group's name. */
const RESOURCES = sql`CASE WHEN e.event_source = 'logs.amazonaws.com' AND e.raw->'requestParameters'->>'logGroupName' <> ''
  THEN e.resources || concat('arn:', split_part(e.actor_arn, ':', 2), ':logs:', e.region, ':', e.account_id, ':log-group:',
    e.raw->'requestParameters'->>'logGroupName')
  ELSE e.resources END`

/**
 * What the stored events tell that sessions of a role did in a window, added up by event, resources and outcome. None is
 * left out: of the oldest beyond `most` the resources are, as if the records had not named them.
 */
export async function observedCalls(
  pool: Pool,
  { accountId, roleName, session }: Sessions,
  window: { from: Date; to: Date },
  most = MAX_CALLS,
): Promise<ObservedCall[]> {
  const partitions = ['aws', 'aws-cn', 'aws-us-gov']
  const prefixes = partitions.map(
    (partition) => `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/`,
  )
  const actor = session
    ? sql`e.actor_arn = ANY(${prefixes.map((prefix) => prefix + session)}::text[])`
    : sql`(e.actor_arn LIKE ${likePrefix(prefixes[0] ?? '')} OR e.actor_arn LIKE ${likePrefix(prefixes[1] ?? '')} OR e.actor_arn LIKE ${likePrefix(prefixes[2] ?? '')})`
  const rows = await queryRows<Omit<ObservedCall, 'count' | 'lastAt'> & { count: string; lastAt: Date }>(
    pool,
    sql`WITH call AS (
        SELECT e.event_source, e.raw_event_name, ${RESOURCES} AS resources, e.error_code, count(*) AS count, max(e.event_time) AS last_at,
          (array_agg(e.event_id ORDER BY e.event_time DESC))[1] AS event_id, row_number() OVER (ORDER BY max(e.event_time) DESC) AS place
        FROM trail_event e WHERE ${actor} AND e.event_time >= ${window.from} AND e.event_time < ${window.to} GROUP BY 1, 2, 3, 4)
      SELECT event_source AS "eventSource", raw_event_name AS "eventName", CASE WHEN place <= ${most} THEN resources ELSE '{}' END AS resources,
        error_code AS "errorCode", sum(count) AS count, max(last_at) AS "lastAt", (array_agg(event_id ORDER BY last_at DESC))[1] AS "eventId"
      FROM call GROUP BY 1, 2, 3, 4 ORDER BY max(last_at) DESC`,
  )
  return rows.map((row) => ({ ...row, count: Number(row.count), lastAt: row.lastAt.toISOString() }))
}

type Backfill = { coveredFrom: string; startedAt: string }

/** Since when every region of an account that is watched has all its events; null where a region was never read. */
export async function eventsCompleteFrom(pool: Pool, accountId: string): Promise<Date | null> {
  const rows = await queryRows<{ region: string; cursor: Backfill | null }>(
    pool,
    sql`SELECT p.region, b.cursor FROM collector_cursor p LEFT JOIN collector_cursor b
        ON b.collector = 'backfill-trail' AND b.account_id = p.account_id AND b.region = p.region
      WHERE p.collector = 'trail-events' AND p.account_id = ${accountId}`,
  )
  const times = rows.map(({ cursor }) => Date.parse(cursor?.coveredFrom ?? ''))
  const latest = Math.max(...times)
  return rows.length > 0 && Number.isFinite(latest) ? new Date(latest) : null
}
