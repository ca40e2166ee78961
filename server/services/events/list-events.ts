import { parseArn } from '#server/domain/arn.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type FacetCount, facetColumns, facetCounts, readFacets } from '#server/services/facets.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { readEventCursor, writeEventCursor } from './event-cursor.ts'
import { eventConditions, eventDimensions, eventFacetConditions } from './event-filter.ts'
import { type EventRecord, selectEvents, toEventRow } from './event-rows.ts'
import type { EventList, ListEventsQuery } from './schema.ts'

/** A page of events, newest first, and the facets over all that match. */
export async function listEvents(context: Context, query: ListEventsQuery): Promise<EventList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const { pool } = context.store
  const dimensions = eventDimensions(query)
  const conditions = eventConditions(scope, query)
  const cursor = query.cursor ? readEventCursor(query.cursor) : undefined
  const after = cursor
    ? [sql`(e.event_time, e.event_id) < (${new Date(cursor.timeMs)}::timestamptz, ${cursor.eventId})`]
    : []
  const where = allOf([...conditions, ...eventFacetConditions(query), ...after])
  const page = sql`SELECT * FROM trail_event e WHERE ${where} ORDER BY e.event_time DESC, e.event_id DESC LIMIT ${query.limit + 1}`
  const base = sql`(SELECT ${facetColumns(dimensions)} FROM trail_event e WHERE ${allOf(conditions)}) base`
  const [records, counts] = await Promise.all([
    queryRows<EventRecord>(pool, sql`${selectEvents(page)} ORDER BY e.event_time DESC, e.event_id DESC`),
    queryRows<FacetCount>(pool, facetCounts(base, dimensions)),
  ])
  const { total, facets } = readFacets(counts, dimensions, (key, value) =>
    key === 'actor' ? (parseArn(value)?.resource ?? value) : value,
  )
  const items = records.slice(0, query.limit)
  const last = records.length > query.limit ? items.at(-1) : undefined
  const nextCursor = last
    ? writeEventCursor({ timeMs: last.event_time.getTime(), eventId: last.event_id })
    : null
  return { items: items.map(toEventRow), nextCursor, total, facets }
}
