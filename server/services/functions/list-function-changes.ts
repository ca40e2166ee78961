import { recordDiff } from '#server/domain/records/record-diff.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type EventRecord, selectEvents, toEventRow } from '#server/services/events/event-rows.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { findFunction } from './get-function.ts'
import type { FunctionChanges } from './schema.ts'

const MAX_VERSIONS = 100
const MAX_EVENTS = 100

type Version = {
  valid_from: Date
  valid_to: Date | null
  record: object
  event_id: string | null
  actor: string | null
}

/** Versions of the configuration, newest first, each with what changed; and the newest writes that CloudTrail has of it. @throws NotFoundError */
export async function listFunctionChanges(context: Context, input: { id: number }): Promise<FunctionChanges> {
  authorise(context, 'viewer')
  const head = await findFunction(context, input.id)
  const { pool } = context.store
  const [versions, writes, resource] = await Promise.all([
    queryRows<Version>(
      pool,
      sql`SELECT valid_from, valid_to, record, event_id, actor FROM resource_version WHERE resource_id = ${head.id} ORDER BY valid_from DESC, id DESC LIMIT ${MAX_VERSIONS + 1}`,
    ),
    queryRows<EventRecord>(
      pool,
      sql`${selectEvents(sql`SELECT * FROM trail_event t WHERE t.function_name = ${head.name} AND t.account_id = ${head.account_id} AND t.region = ${head.region}
        AND t.read_only IS NOT TRUE ORDER BY t.event_time DESC LIMIT ${MAX_EVENTS}`)} ORDER BY e.event_time DESC`,
    ),
    queryRows<{ deleted_at: Date | null }>(pool, sql`SELECT deleted_at FROM resource WHERE id = ${head.id}`),
  ])
  const ids = versions.flatMap((version) => version.event_id ?? [])
  const named = await queryRows<EventRecord>(
    pool,
    selectEvents(sql`SELECT * FROM trail_event WHERE event_id = ANY(${ids}::text[])`),
  )
  const byId = new Map(named.map((event) => [event.event_id, toEventRow(event)]))
  const items: FunctionChanges['items'] = versions.slice(0, MAX_VERSIONS).map((version, i) => {
    const before = versions[i + 1]
    return {
      at: version.valid_from.toISOString(),
      kind: before ? 'changed' : 'first seen',
      fields: before ? recordDiff(before.record, version.record) : [],
      event: (version.event_id && byId.get(version.event_id)) || null,
      actor: version.actor,
    }
  })
  const deletedAt = resource[0]?.deleted_at
  if (deletedAt)
    items.unshift({ at: deletedAt.toISOString(), kind: 'deleted', fields: [], event: null, actor: null })
  return { items, events: writes.map(toEventRow) }
}
