import { asObject } from '#server/domain/json.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type EventRecord, selectEvents, toEventRow } from './event-rows.ts'
import type { EventDetail } from './schema.ts'

/** One event with its raw record. @throws NotFoundError */
export async function getEvent(context: Context, input: { id: string }): Promise<EventDetail> {
  authorise(context, 'viewer')
  const [record] = await queryRows<EventRecord & { raw: unknown }>(
    context.store.pool,
    selectEvents(sql`SELECT * FROM trail_event WHERE event_id = ${input.id} LIMIT 1`, sql`, e.raw`),
  )
  if (!record) throw new NotFoundError('This event')
  return { event: toEventRow(record), raw: asObject(record.raw) }
}
