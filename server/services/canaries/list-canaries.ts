import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { oldestRecords } from '#server/store/stored-records.ts'
import type { CanaryList, CanaryRow } from './schema.ts'

type CanaryRecord = {
  id: string
  kind: CanaryRow['kind']
  account_id: string
  account_name: string
  name: string
  note: string
  created_by: string
  created_at: Date
  resource_id: number | null
  touched_at: Date | null
  event_id: string | null
  event_name: string | null
  actor_name: string | null
}

const TOUCH = sql`SELECT t.event_id, t.event_time, t.event_name, t.actor_name FROM trail_event t`
const NEWEST = sql`ORDER BY t.event_time DESC LIMIT 1`

/** The words of a record that takes on role `c`: by them an index finds the few that may name it. */
const ASSUMING = sql`(SELECT '''assumerole''' || coalesce(string_agg(' & ' || quote_literal(word), ''), '')
  FROM regexp_split_to_table(lower(c.name), '[^[:alnum:]_]+') word WHERE word <> '')::tsquery`

/** The newest calls that touched a canary `c`: of a function, by a role's sessions, to take on the role, with a key. */
const TOUCHES = sql`(${TOUCH} WHERE c.kind = 'function' AND t.function_name = c.name AND t.account_id = c.account_id ${NEWEST})
  UNION ALL (SELECT s.* FROM unnest(ARRAY['aws', 'aws-cn', 'aws-us-gov']) part,
    LATERAL (SELECT 'arn:' || part || ':sts::' || c.account_id || ':assumed-role/' || c.name AS arn) role,
    LATERAL (${TOUCH} WHERE c.kind = 'role' AND t.actor_arn ~>=~ (role.arn || '/') AND t.actor_arn ~<~ (role.arn || '0') ${NEWEST}) s)
  UNION ALL (${TOUCH} WHERE c.kind = 'role' AND t.words @@ ${ASSUMING} AND t.event_name = 'AssumeRole'
    AND right(t.raw #>> '{requestParameters,roleArn}', length(c.name) + 1) = '/' || c.name
    AND split_part(t.raw #>> '{requestParameters,roleArn}', ':', 5) = c.account_id ${NEWEST})
  UNION ALL (${TOUCH} WHERE c.kind = 'access-key' AND t.session_key = c.name ${NEWEST})`

export async function readCanaries(context: Context, where: Sql): Promise<CanaryRow[]> {
  const records = await queryRows<CanaryRecord>(
    context.store.pool,
    sql`SELECT c.*, coalesce(a.name, c.account_id) AS account_name, r.id AS resource_id, t.event_time AS touched_at,
        t.event_id, t.event_name, t.actor_name
      FROM canary c LEFT JOIN aws_account a ON a.id = c.account_id
      LEFT JOIN LATERAL (SELECT id FROM resource r WHERE r.kind = c.kind AND r.account_id = c.account_id AND r.name = c.name AND r.deleted_at IS NULL LIMIT 1) r ON true
      LEFT JOIN LATERAL (SELECT * FROM (${TOUCHES}) t ORDER BY event_time DESC LIMIT 1) t ON true
      WHERE ${where} ORDER BY t.event_time DESC NULLS LAST, c.created_at DESC, c.id`,
  )
  return records.map((record) => ({
    id: record.id,
    kind: record.kind,
    accountId: record.account_id,
    accountName: record.account_name,
    name: record.name,
    note: record.note,
    createdBy: record.created_by,
    createdAt: record.created_at.toISOString(),
    resourceId: record.resource_id,
    touched:
      record.touched_at === null || record.event_id === null
        ? null
        : {
            at: record.touched_at.toISOString(),
            eventId: record.event_id,
            eventName: record.event_name ?? '',
            actorName: record.actor_name ?? 'unknown',
          },
  }))
}

/** Everything that is marked as a canary, what was touched last at the top. */
export async function listCanaries(context: Context): Promise<CanaryList> {
  authorise(context, 'viewer')
  const [items, oldest] = await Promise.all([
    readCanaries(context, sql`TRUE`),
    oldestRecords(context.store.pool),
  ])
  const times = [...oldest.values()].map((at) => at.getTime())
  return { items, storedFrom: times.length > 0 ? new Date(Math.min(...times)).toISOString() : null }
}
