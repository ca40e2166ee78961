import type { PoolClient } from 'pg'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { countEvents } from './count-events.ts'
import { shapesOf } from './event-shapes.ts'
import { recordWords } from './event-words.ts'
import { jsonText, keyText, plainText } from './json-text.ts'

/**
 * Stores events, in the order of their ids, so that two savers of the same events wait for each other and never for ever.
 * Their partitions must be there. Returns those that were new.
 */
export async function insertEvents(db: PoolClient, records: readonly TrailRecord[]): Promise<TrailRecord[]> {
  if (records.length === 0) return []
  const byId = new Map(records.map((record) => [keyText(record.eventId), record]))
  const unique = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record)
  const column = <T>(of: (record: TrailRecord) => T) => unique.map(of)
  const shapes = await shapesOf(db, unique)
  const { rows } = await db.query<{ event_id: string }>(
    `INSERT INTO trail_event (event_id, event_time, account_id, region, event_source, event_name, raw_event_name,
       read_only, actor_type, actor_arn, actor_name, session_key, access_key_id, tool, source_ip, user_agent,
       error_code, error_message, function_name, resources, raw, source, category, role_arn, invoked_by,
       shape_id, words)
     SELECT event_id, event_time, account_id, region, event_source, event_name, raw_event_name, read_only, actor_type,
       actor_arn, actor_name, session_key, access_key_id, tool, source_ip, user_agent, error_code, error_message,
       function_name, ARRAY(SELECT jsonb_array_elements_text(resources)), raw, source, category, role_arn, invoked_by,
       shape_id, array_to_tsvector(string_to_array(words, ' '))
     FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::bool[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
       $16::text[], $17::text[], $18::text[], $19::text[], $20::jsonb[], $21::jsonb[], $22::text[],
       $23::text[], $24::text[], $25::text[], $26::int[], $27::text[])
       AS e (event_id, event_time, account_id, region, event_source, event_name, raw_event_name, read_only,
         actor_type, actor_arn, actor_name, session_key, access_key_id, tool, source_ip, user_agent, error_code,
         error_message, function_name, resources, raw, source, category, role_arn, invoked_by, shape_id, words)
     ON CONFLICT (event_time, event_id) DO NOTHING
     RETURNING event_id`,
    [
      column((e) => keyText(e.eventId)),
      column((e) => e.eventTime),
      column((e) => e.accountId),
      column((e) => keyText(e.region)),
      column((e) => plainText(e.eventSource)),
      column((e) => keyText(e.eventName)),
      column((e) => plainText(e.rawEventName)),
      column((e) => e.readOnly),
      column((e) => e.actorType),
      column((e) => keyText(e.actorArn)),
      column((e) => plainText(e.actorName)),
      column((e) => keyText(e.sessionKey)),
      column((e) => plainText(e.accessKeyId)),
      column((e) => e.tool),
      column((e) => keyText(e.sourceIp)),
      column((e) => plainText(e.userAgent)),
      column((e) => plainText(e.errorCode)),
      column((e) => plainText(e.errorMessage)),
      column((e) => keyText(e.functionName)),
      column((e) => jsonText(e.resources)),
      column((e) => jsonText(e.raw)),
      column((e) => e.source),
      column((e) => e.category),
      column((e) => plainText(e.roleArn)),
      column((e) => plainText(e.invokedBy)),
      shapes,
      column((e) => recordWords(e).join(' ')),
    ],
  )
  const ids = new Set(rows.map((row) => row.event_id))
  const isNew = unique.map((record) => ids.has(keyText(record.eventId)))
  await countEvents(
    db,
    unique.flatMap(({ eventTime }, i) => (isNew[i] ? [{ eventTime, shapeId: Number(shapes[i]) }] : [])),
  )
  return unique.filter((_, i) => isNew[i])
}
