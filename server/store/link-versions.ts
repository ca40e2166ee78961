import type { Pool } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'

/**
 * Ties versions of functions to the CloudTrail event that made them: the last successful write on the function before
 * the version was seen, at most 30 minutes back and after the version before it. Versions from the first look at a
 * resource have no such event. A minute or two are allowed for clocks and slow sweeps.
 */
export async function linkVersions(pool: Pool, accountId: string, now: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE resource_version v SET event_id = found.event_id, actor = found.actor_name
     FROM (
       SELECT v.id, e.event_id, e.actor_name
       FROM resource_version v
       JOIN resource r ON r.id = v.resource_id
       CROSS JOIN LATERAL (
         SELECT event_id, actor_name FROM trail_event
         WHERE account_id = r.account_id AND region = r.region AND function_name = r.name
           AND event_source = 'lambda.amazonaws.com' AND read_only IS NOT TRUE AND error_code IS NULL
           AND event_time BETWEEN v.valid_from - interval '30 minutes' AND v.valid_from + interval '1 minute'
           AND event_time > coalesce((SELECT max(p.valid_from) FROM resource_version p
             WHERE p.resource_id = v.resource_id AND p.valid_from < v.valid_from), '-infinity') - interval '2 minutes'
         ORDER BY event_time > v.valid_from, event_time DESC LIMIT 1
       ) e
       WHERE r.account_id = $1 AND r.kind = 'function' AND v.event_id IS NULL AND v.valid_from > $2
         AND (v.valid_from > r.first_seen_at OR EXISTS (
           SELECT 1 FROM trail_event c WHERE c.account_id = r.account_id AND c.region = r.region
             AND c.function_name = r.name AND c.event_name = 'CreateFunction'
             AND c.event_time BETWEEN r.first_seen_at - interval '30 minutes' AND r.first_seen_at))
     ) found
     WHERE v.id = found.id`,
    [accountId, new Date(now.getTime() - 2 * DAY_MS)],
  )
  return rowCount ?? 0
}
