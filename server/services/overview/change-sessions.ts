import type { Context } from '#server/services/context.ts'
import { isChange } from '#server/services/events/event-rows.ts'
import { envCondition, placeConditions, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import type { Overview } from './schema.ts'

const MAX_SESSIONS = 12
/** The newest sessions are looked for among so many of the newest changes. */
const LOOKED_AT = 1000

type Row = Omit<Overview['changes'][number], 'from' | 'to' | 'calls'> & {
  from: Date
  to: Date
  calls: string
}

/** The newest sessions that changed something in the range: who, with what, on which functions. */
export async function changeSessions({ store }: Context, scope: Scope): Promise<Overview['changes']> {
  const where = allOf([
    sql`e.event_time >= ${new Date(scope.fromMs)} AND e.event_time < ${new Date(scope.toMs)} AND ${isChange(sql`e`)}`,
    ...placeConditions(scope, sql`e`),
    ...envCondition(scope, sql`e`, sql`function_name`),
  ])
  const rows = await queryRows<Row>(
    store.pool,
    sql`WITH recent AS (
        SELECT e.session_key, e.actor_arn, e.tool, e.account_id, e.event_time FROM trail_event e WHERE ${where}
        ORDER BY e.event_time DESC LIMIT ${LOOKED_AT}),
      newest AS (
        SELECT session_key, actor_arn, tool, account_id FROM recent GROUP BY 1, 2, 3, 4 ORDER BY max(event_time) DESC LIMIT ${MAX_SESSIONS}),
      named AS (
        SELECT e.session_key, e.actor_name, e.actor_arn, e.tool, e.account_id, e.event_name, min(e.event_time) AS began, max(e.event_time) AS ended,
          count(*) AS calls, array_agg(DISTINCT e.function_name) FILTER (WHERE e.function_name IS NOT NULL) AS functions
        FROM trail_event e WHERE ${where} AND (coalesce(e.session_key, ''), e.actor_arn, e.tool, e.account_id)
          IN (SELECT coalesce(session_key, ''), actor_arn, tool, account_id FROM newest) GROUP BY 1, 2, 3, 4, 5, 6)
      SELECT session_key AS "sessionKey", actor_name AS "actorName", actor_arn AS "actorArn", tool, account_id AS "accountId",
        min(began) AS "from", max(ended) AS "to", sum(calls) AS calls,
        json_agg(json_build_object('name', event_name, 'count', calls) ORDER BY calls DESC, event_name) AS names,
        coalesce((SELECT json_agg(DISTINCT f) FROM named n, unnest(n.functions) f WHERE n.session_key IS NOT DISTINCT FROM named.session_key
          AND n.actor_arn = named.actor_arn AND n.tool = named.tool AND n.account_id = named.account_id), '[]') AS functions
      FROM named GROUP BY session_key, actor_name, actor_arn, tool, account_id ORDER BY max(ended) DESC LIMIT ${MAX_SESSIONS}`,
  )
  return rows.map((row) => ({
    ...row,
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    calls: Number(row.calls),
    functions: row.functions.slice(0, 20),
  }))
}
