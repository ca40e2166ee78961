import type { z } from 'zod'
import { authorise, type Context } from '#server/services/context.ts'
import { type EventRecord, isChange, selectEvents, toEventRow } from '#server/services/events/event-rows.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { findResource, type ResourceHead } from './find-resource.ts'
import type { historyQuery, ResourceHistory } from './schema.ts'
import { type StoredVersion, versionEntries } from './version-entries.ts'

const MAX_EVENTS = 100

/** Events that name the resource: a function by its name, anything else by its ARN. */
function names({ kind, name, arn, accountId, region }: ResourceHead): Sql {
  if (kind === 'function')
    return sql`t.function_name = ${name} AND t.account_id = ${accountId} AND t.region = ${region}`
  return sql`t.account_id = ${accountId} AND t.resources @> ${[arn]}::text[]`
}

/** The timeline of any resource: its versions, all that are kept, and the writes of the range that none of them accounts for. @throws NotFoundError */
export async function listResourceHistory(
  context: Context,
  input: { id: number } & z.infer<typeof historyQuery>,
): Promise<ResourceHistory> {
  authorise(context, 'viewer')
  const { page, pageSize } = input
  const scope = resolveScope(context, input)
  const resource = await findResource(context, input.id)
  const { pool } = context.store
  const [versions, counts, writes] = await Promise.all([
    queryRows<StoredVersion>(
      pool,
      sql`SELECT id, valid_from, valid_to, record, event_id, actor FROM resource_version WHERE resource_id = ${resource.id}
        ORDER BY valid_from DESC, id DESC LIMIT ${pageSize + 1} OFFSET ${(page - 1) * pageSize}`,
    ),
    queryRows<{ total: string }>(
      pool,
      sql`SELECT count(*) AS total FROM resource_version WHERE resource_id = ${resource.id}`,
    ),
    queryRows<EventRecord>(
      pool,
      sql`${selectEvents(sql`SELECT * FROM trail_event t WHERE ${names(resource)} AND ${isChange(sql`t`)}
        AND t.event_time >= ${new Date(scope.fromMs)} AND t.event_time < ${new Date(scope.toMs)}
        AND NOT EXISTS (SELECT 1 FROM resource_version v WHERE v.resource_id = ${resource.id} AND v.event_id = t.event_id)
        ORDER BY t.event_time DESC LIMIT ${MAX_EVENTS}`)} ORDER BY e.event_time DESC`,
    ),
  ])
  const total = Number(counts[0]?.total ?? 0)
  const items = await versionEntries(context, versions, versions.length <= pageSize)
  const { deletedAt } = resource
  if (deletedAt && page === 1)
    items.unshift({
      id: null,
      at: deletedAt,
      kind: 'deleted',
      fields: [],
      event: null,
      actor: null,
      login: null,
    })
  return { resource, items, total, page, pageSize, events: writes.map(toEventRow) }
}
