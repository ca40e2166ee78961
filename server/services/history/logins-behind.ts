import type { Context } from '#server/services/context.ts'
import { type EventRecord, selectEvents, toEventRow } from '#server/services/events/event-rows.ts'
import type { EventRow } from '#server/services/events/schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'

/** The longest session that AWS gives: a federation token lasts 36 hours. */
const LONGEST_SESSION = '36 hours'
const SESSION_STARTS = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'GetSessionToken',
  'GetFederationToken',
  'ConsoleLogin',
]

/**
 * For each of these events the call that began the actor's session: the AssumeRole that gave out its key, or the last
 * console sign-in of the same actor before it. Events without such a call stored are left out.
 */
export async function loginsBehind({ store }: Context, eventIds: string[]): Promise<Map<string, EventRow>> {
  if (eventIds.length === 0) return new Map()
  const found = await queryRows<EventRecord & { made: string }>(
    store.pool,
    selectEvents(
      sql`SELECT began.*, ev.event_id AS made FROM trail_event ev CROSS JOIN LATERAL (
          SELECT * FROM trail_event s
          WHERE s.event_name = ANY(${SESSION_STARTS}::text[]) AND s.account_id = ev.account_id AND s.error_code IS NULL
            AND s.event_time BETWEEN ev.event_time - ${LONGEST_SESSION}::interval AND ev.event_time AND s.event_id <> ev.event_id
            AND ((ev.access_key_id LIKE 'ASIA%' AND s.raw->'responseElements'->'credentials'->>'accessKeyId' = ev.access_key_id)
              OR (s.event_name = 'ConsoleLogin' AND ev.tool = 'console' AND s.actor_arn = ev.actor_arn AND ev.actor_arn <> ''))
          ORDER BY s.event_time DESC LIMIT 1) began
        WHERE ev.event_id = ANY(${eventIds}::text[])`,
      sql`, e.made`,
    ),
  )
  return new Map(found.map((record) => [record.made, toEventRow(record)]))
}
