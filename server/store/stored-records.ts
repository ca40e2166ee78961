import type { Pool, PoolClient } from 'pg'
import { asObject, asText } from '#server/domain/json.ts'
import { trailActor } from '#server/domain/trail/trail-actor.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Stored records of a time: of one account or all, of all events or of those that are named. */
export type StoredWindow = {
  from: Date
  /** Not included. */
  to: Date
  accountId?: string
  /** "*" is any. */
  events?: { sources: readonly string[]; names: readonly string[] }
}

const BATCH = 4000

const COLUMNS = `event_id AS "eventId", event_time AS "eventTime", account_id AS "accountId", region,
  event_source AS "eventSource", event_name AS "eventName", raw_event_name AS "rawEventName", read_only AS "readOnly",
  actor_type AS "actorType", actor_arn AS "actorArn", actor_name AS "actorName", session_key AS "sessionKey",
  access_key_id AS "accessKeyId", tool, source_ip AS "sourceIp", user_agent AS "userAgent", error_code AS "errorCode",
  error_message AS "errorMessage", function_name AS "functionName", resources, raw, source, category,
  role_arn AS "roleArn", invoked_by AS "invokedBy"`

type Events = NonNullable<StoredWindow['events']>

/** The shapes that events of these sources and names have, in any case; undefined where that is no limit. */
async function shapesNamed(db: Pool | PoolClient, events: Events | undefined): Promise<number[] | undefined> {
  const isAny = (texts: readonly string[]) => texts.includes('*')
  if (!events || (isAny(events.sources) && isAny(events.names))) return undefined
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM trail_shape WHERE ($1::text[] IS NULL OR lower(event_source) = ANY($1))
       AND ($2::text[] IS NULL OR lower(event_name) = ANY($2))`,
    [events.sources, events.names].map((texts) =>
      isAny(texts) ? null : texts.map((one) => one.toLowerCase()),
    ),
  )
  return rows.map(({ id }) => id)
}

/** What the first versions did not keep in columns of its own stands in the record: nothing may be learned without it. */
function completed(record: TrailRecord): TrailRecord {
  const { raw, accountId } = record
  return {
    ...record,
    roleArn: record.roleArn ?? trailActor(raw, accountId).roleArn,
    invokedBy: record.invokedBy ?? asText(asObject(raw.userIdentity).invokedBy) ?? null,
  }
}

/** Stored records in the order of their times, then of their ids, some thousands at a time. */
export async function* storedRecords(
  db: Pool | PoolClient,
  { from, to, accountId, events }: StoredWindow,
): AsyncGenerator<TrailRecord[]> {
  const shapes = await shapesNamed(db, events)
  if (shapes?.length === 0) return
  let after = { at: from, id: '' }
  for (;;) {
    const { rows } = await db.query<TrailRecord>(
      `SELECT ${COLUMNS} FROM trail_event
       WHERE event_time >= $1 AND event_time < $2 AND (event_time, event_id) > ($1, $3)
         AND ($4::text IS NULL OR account_id = $4) AND ($5::int[] IS NULL OR shape_id = ANY($5))
       ORDER BY event_time, event_id LIMIT ${BATCH}`,
      [after.at, to, after.id, accountId ?? null, shapes ?? null],
    )
    if (rows.length > 0) yield rows.map(completed)
    const last = rows.at(-1)
    if (rows.length < BATCH || !last) return
    after = { at: last.eventTime, id: last.eventId }
  }
}

/** About when the oldest stored record of each account happened: the hour begins there. */
export async function oldestRecords(db: Pool | PoolClient): Promise<Map<string, Date>> {
  const { rows } = await db.query<{ accountId: string; hour: number }>(
    `SELECT s.account_id AS "accountId", min(h.hour) AS hour FROM trail_hour h JOIN trail_shape s ON s.id = h.shape_id
     GROUP BY 1`,
  )
  return new Map(rows.map(({ accountId, hour }) => [accountId, new Date(hour * 3_600_000)]))
}

/** Those of some accounts of which there are, or were, stored records. */
export async function accountsWithRecords(
  db: Pool | PoolClient,
  accountIds: readonly string[],
): Promise<Set<string>> {
  if (accountIds.length === 0) return new Set()
  const { rows } = await db.query<{ id: string }>(
    'SELECT DISTINCT account_id AS id FROM trail_shape WHERE account_id = ANY($1)',
    [accountIds],
  )
  return new Set(rows.map(({ id }) => id))
}

/** When the first stored record of an account at that time or later happened; null where there is none. */
export async function firstRecordFrom(
  db: Pool | PoolClient,
  accountId: string,
  from: Date,
): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>(
    'SELECT min(event_time) AS at FROM trail_event WHERE account_id = $1 AND event_time >= $2',
    [accountId, from],
  )
  return rows[0]?.at ?? null
}
