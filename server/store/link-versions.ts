import type { Pool } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'
import { queryRows, type Sql, sql } from './sql.ts'
import { VERSION_EVENTS, type VersionEvents } from './version-events.ts'

/** Events that arrive later than this after a version are not tied to it. */
const DEPTH_MS = 2 * DAY_MS

type Match = {
  kind: string
  /** Whether the event `e` tells of the resource `r` with its version `v`. */
  tells: Sql
  /** Whether the first look at the resource came soon after its creation. */
  created: Sql
}

const aFunction: Match = {
  kind: 'function',
  tells: sql`e.function_name = r.name AND e.region = r.region AND e.event_source = 'lambda.amazonaws.com'`,
  created: sql`EXISTS (SELECT 1 FROM trail_event c WHERE c.account_id = r.account_id AND c.region = r.region
    AND c.function_name = r.name AND c.event_name = 'CreateFunction'
    AND c.event_time BETWEEN r.first_seen_at - interval '30 minutes' AND r.first_seen_at)`,
}

const valuesOf = (event: Sql, part: Sql) =>
  sql`jsonb_each_text(CASE WHEN jsonb_typeof(${event}.raw->${part}) = 'object' THEN ${event}.raw->${part} ELSE '{}' END)`

/** Names in the record's resources, in the parameters or in the answer, one level deep: that is where AWS puts them. */
function named(event: Sql, { names }: VersionEvents): Sql {
  return sql`(${event}.resources && (${names}) OR EXISTS (SELECT 1 FROM ${valuesOf(event, sql`'requestParameters'`)} p WHERE p.value = ANY(${names}))
    OR EXISTS (SELECT 1 FROM ${valuesOf(event, sql`'responseElements'`)} p WHERE p.value = ANY(${names})))`
}

/** Resources that are stored under the global region are changed in whatever region their service answers from. */
function other(kind: string, events: VersionEvents): Match {
  const place = (event: Sql) =>
    sql`${event}.event_source = ${events.source} AND (r.region = 'global' OR ${event}.region = r.region)`
  const tells = kind === 'organization' ? sql`TRUE` : named(sql`e`, events)
  return {
    kind,
    tells: sql`${place(sql`e`)} AND ${tells}`,
    created: sql`r.first_seen_at > (SELECT min(s.first_seen_at) + interval '1 hour' FROM resource s
        WHERE s.kind = r.kind AND s.account_id = r.account_id AND s.region = r.region)
      AND EXISTS (SELECT 1 FROM trail_event c WHERE c.account_id = r.account_id AND ${place(sql`c`)}
        AND c.event_name = ANY(${events.creates}::text[]) AND ${named(sql`c`, events)}
        AND c.event_time BETWEEN r.first_seen_at - interval '30 minutes' AND r.first_seen_at)`,
  }
}

async function linkKind(pool: Pool, match: Match, accountId: string, since: Date): Promise<number> {
  const linked = await queryRows<{ id: number }>(
    pool,
    sql`UPDATE resource_version v SET event_id = found.event_id, actor = found.actor_name
     FROM (
       SELECT v.id, e.event_id, e.actor_name
       FROM resource_version v
       JOIN resource r ON r.id = v.resource_id
       CROSS JOIN LATERAL (
         SELECT e.event_id, e.actor_name FROM trail_event e
         WHERE e.account_id = r.account_id AND e.read_only IS NOT TRUE AND e.error_code IS NULL AND ${match.tells}
           AND e.event_time BETWEEN v.valid_from - interval '30 minutes' AND v.valid_from + interval '1 minute'
           AND e.event_time > coalesce((SELECT max(p.valid_from) FROM resource_version p
             WHERE p.resource_id = v.resource_id AND p.valid_from < v.valid_from), '-infinity') - interval '2 minutes'
         ORDER BY e.event_time > v.valid_from, e.event_time DESC LIMIT 1
       ) e
       WHERE r.account_id = ${accountId} AND r.kind = ${match.kind} AND v.event_id IS NULL
         AND v.valid_from > ${since}
         AND (v.valid_from > r.first_seen_at OR (${match.created}))
     ) found
     WHERE v.id = found.id RETURNING v.id`,
  )
  return linked.length
}

const MATCHES = [aFunction, ...Object.entries(VERSION_EVENTS).map(([kind, events]) => other(kind, events))]

/**
 * Ties versions of resources to the CloudTrail event that made them: the last successful write on the resource before
 * the version was seen, at most 30 minutes back and after the version before it. Versions from the first look at a
 * resource have no such event. A minute or two are allowed for clocks and slow sweeps.
 */
export async function linkVersions(pool: Pool, accountId: string, now: Date): Promise<number> {
  const since = new Date(now.getTime() - DEPTH_MS)
  const open = await queryRows<{ kind: string }>(
    pool,
    sql`SELECT DISTINCT r.kind FROM resource_version v JOIN resource r ON r.id = v.resource_id
      WHERE v.valid_from > ${since} AND v.event_id IS NULL AND r.account_id = ${accountId}`,
  )
  const kinds = new Set(open.map((row) => row.kind))
  let linked = 0
  for (const match of MATCHES)
    if (kinds.has(match.kind)) linked += await linkKind(pool, match, accountId, since)
  return linked
}
