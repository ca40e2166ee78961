import { asObject, type JsonObject } from '#server/domain/json.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { EventFilter } from './event-filter.ts'
import type { EventKey } from './event-keys.ts'
import { eventRowsOf } from './list-events.ts'
import { resolveMatching } from './matching.ts'
import { newestEvents } from './newest-events.ts'
import type { EventRow } from './schema.ts'

/** A download stops here: more than a spreadsheet or an editor is good for. */
export const MOST_EXPORTED = 20_000
const AT_ONCE = 1000

async function* keysOf(context: Context, filter: EventFilter): AsyncGenerator<EventKey[]> {
  authorise(context, 'viewer')
  const { matching } = await resolveMatching(context, filter)
  let left = MOST_EXPORTED
  let last: EventKey | undefined
  while (left > 0) {
    const limit = Math.min(AT_ONCE, left)
    const after = last && { timeMs: last.event_time.getTime(), eventId: last.event_id }
    const keys = await newestEvents(context.store.pool, matching, { limit, after })
    if (keys.length > 0) yield keys
    if (keys.length < limit) return
    left -= limit
    last = keys.at(-1)
  }
}

/** The newest events that match, up to 20,000, some at a time. */
export async function* exportEventRows(context: Context, filter: EventFilter): AsyncGenerator<EventRow[]> {
  for await (const keys of keysOf(context, filter)) yield await eventRowsOf(context, keys)
}

/** The same as CloudTrail gave them, with their secrets masked. */
export async function* exportRecords(context: Context, filter: EventFilter): AsyncGenerator<JsonObject[]> {
  for await (const keys of keysOf(context, filter)) {
    const rows = await queryRows<{ raw: unknown }>(
      context.store.pool,
      sql`SELECT e.raw FROM unnest(${keys.map((key) => key.event_time)}::timestamptz[], ${keys.map((key) => key.event_id)}::text[])
          WITH ORDINALITY AS k (at, id, place)
        JOIN trail_event e ON e.event_time = k.at AND e.event_id = k.id ORDER BY k.place`,
    )
    yield rows.map(({ raw }) => asObject(raw))
  }
}
