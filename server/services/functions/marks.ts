import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { Mark } from './schema.ts'

const DEPLOYMENTS = ['UpdateFunctionCode', 'CreateFunction', 'PublishVersion', 'UpdateAlias']
const CONFIGURATION = [
  'UpdateFunctionConfiguration',
  'PutFunctionConcurrency',
  'DeleteFunctionConcurrency',
  'AddPermission',
  'RemovePermission',
  'CreateFunctionUrlConfig',
  'UpdateFunctionUrlConfig',
  'CreateEventSourceMapping',
  'UpdateEventSourceMapping',
  'DeleteEventSourceMapping',
]
/** Of more changes than this the newest are marked, and of more alerts too. */
export const MAX_MARKS = 200

/** What happened to a chart's subject: deployments and other changes (`events` on trail_event e), alerts that began (`alerts` on alert al). */
export async function readMarks({ store }: Context, events: Sql, alerts: Sql): Promise<Mark[]> {
  const rows = await queryRows<Omit<Mark, 'at'> & { at: Date }>(
    store.pool,
    sql`(SELECT e.event_time AS at, CASE WHEN e.event_name = ANY(${DEPLOYMENTS}::text[]) THEN 'deployment' ELSE 'configuration' END AS kind,
        e.event_name || coalesce(' on ' || e.function_name, '') AS label, e.actor_name AS actor, e.event_id AS "eventId", NULL AS "alertId"
      FROM trail_event e WHERE ${events} AND e.error_code IS NULL AND e.event_name = ANY(${[...DEPLOYMENTS, ...CONFIGURATION]}::text[])
      ORDER BY e.event_time DESC LIMIT ${MAX_MARKS})
      UNION ALL (SELECT al.started_at, 'alert', al.title, NULL, NULL, al.id::text FROM alert al WHERE ${alerts} ORDER BY al.started_at DESC LIMIT ${MAX_MARKS})
      ORDER BY at`,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
