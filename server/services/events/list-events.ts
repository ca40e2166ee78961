import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { MOST_COUNTED_BY_TEXT } from './count-matching.ts'
import { readEventCursor, writeEventCursor } from './event-cursor.ts'
import { countActors, countFacets } from './event-facets.ts'
import type { EventKey } from './event-keys.ts'
import { type EventRecord, selectEvents, toEventRow } from './event-rows.ts'
import { type Matching, resolveMatching } from './matching.ts'
import { newestEvents } from './newest-events.ts'
import type { EventList, EventRow, ListEventsQuery } from './schema.ts'

type EventPage = { items: EventRow[]; nextCursor: string | null }

/** Events as lists show them, newest first. */
export async function eventRowsOf({ store }: Context, keys: EventKey[]): Promise<EventRow[]> {
  const events = sql`SELECT e.* FROM unnest(${keys.map((key) => key.event_time)}::timestamptz[], ${keys.map((key) => key.event_id)}::text[]) AS k (at, id)
    JOIN trail_event e ON e.event_time = k.at AND e.event_id = k.id`
  const records = await queryRows<EventRecord>(
    store.pool,
    sql`${selectEvents(events)} ORDER BY e.event_time DESC, e.event_id DESC`,
  )
  return records.map(toEventRow)
}

async function pageOf(context: Context, matching: Matching, query: ListEventsQuery): Promise<EventPage> {
  const after = query.cursor ? readEventCursor(query.cursor) : undefined
  const keys = await newestEvents(context.store.pool, matching, { limit: query.limit + 1, after })
  const last = keys.length > query.limit ? keys[query.limit - 1] : undefined
  return {
    items: await eventRowsOf(context, keys.slice(0, query.limit)),
    nextCursor: last ? writeEventCursor({ timeMs: last.event_time.getTime(), eventId: last.event_id }) : null,
  }
}

/** A page of events, newest first, how many match, and facets over them. */
export async function listEvents(context: Context, query: ListEventsQuery): Promise<EventList> {
  authorise(context, 'viewer')
  const { scope, matching } = await resolveMatching(context, query)
  if (matching.text) {
    const limit = MOST_COUNTED_BY_TEXT
    matching.known = { keys: await newestEvents(context.store.pool, matching, { limit }), limit }
  }
  const [page, counts, { actors, actorsAmong }] = await Promise.all([
    pageOf(context, matching, query),
    countFacets(context, scope, query, matching),
    countActors(context, query, matching),
  ])
  return { ...page, ...counts, facets: { ...counts.facets, actor: actors }, actorsAmong }
}
