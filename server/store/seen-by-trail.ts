import type { Pool } from 'pg'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from './cursors.ts'
import { queryRows, sql } from './sql.ts'

/** By role name and event source: when the stored events last saw the role use the service, ISO 8601. */
export type RoleUse = Record<string, Record<string, string>>

/** An invocation by a session of a role that has a function's name, as Lambda names a function's sessions. */
export type SeenInvocation = {
  role: string
  session: string
  region: string
  toArn: string
  synchronous: boolean | null
  lastSeenAt: string
}

export type SeenByTrail = { use: RoleUse; invocations: SeenInvocation[] }

type Cursor = { coverage: string; to: string; use: RoleUse; invocations: Record<string, SeenInvocation> }

/** Events arrive up to a quarter of an hour late; those that come later come with a backfill. */
const OVERLAP_MS = HOUR_MS
const DEPTH_MS = 400 * DAY_MS
const MAX_INVOCATIONS = 20_000

/** Roles may be called `__proto__` or `constructor`. */
const byRole = (use: RoleUse): RoleUse => Object.assign(Object.create(null), use)

const ROLE = sql`split_part(split_part(e.actor_arn, ':', 6), '/', 2)`

function sessionsOf(accountId: string, from: Date, to: Date) {
  return sql`e.account_id = ${accountId} AND e.event_time >= ${from} AND e.event_time <= ${to}
    AND e.actor_arn LIKE ${`arn:%:sts::${accountId}:assumed-role/%`}
    AND coalesce(e.error_code, '') !~* '(access|not)-?denied|unauthorized|notauthorized|authorizationerror|forbidden'`
}

async function addUse(pool: Pool, cursor: Cursor, accountId: string, from: Date, to: Date): Promise<void> {
  const rows = await queryRows<{ role: string; source: string; last: Date }>(
    pool,
    sql`SELECT ${ROLE} AS role, e.event_source AS source, max(e.event_time) AS last
      FROM trail_event e WHERE ${sessionsOf(accountId, from, to)} GROUP BY 1, 2`,
  )
  for (const { role, source, last } of rows) {
    const services = cursor.use[role] ?? {}
    cursor.use[role] = services
    const at = last.toISOString()
    if ((services[source] ?? '') < at) services[source] = at
  }
}

async function addInvocations(
  pool: Pool,
  cursor: Cursor,
  accountId: string,
  from: Date,
  to: Date,
): Promise<void> {
  const rows = await queryRows<Omit<SeenInvocation, 'lastSeenAt'> & { last: Date }>(
    pool,
    sql`SELECT ${ROLE} AS role, split_part(e.actor_arn, '/', 3) AS session, e.region,
        coalesce((SELECT x FROM unnest(e.resources) x WHERE x LIKE 'arn:%:lambda:%:function:%' LIMIT 1),
          'arn:aws:lambda:' || e.region || ':' || e.account_id || ':function:' || e.function_name) AS "toArn",
        CASE e.raw->'requestParameters'->>'invocationType' WHEN 'Event' THEN FALSE WHEN 'RequestResponse' THEN TRUE END AS synchronous,
        max(e.event_time) AS last
      FROM trail_event e WHERE e.event_name IN ('Invoke', 'InvokeAsync', 'InvokeWithResponseStream')
        AND e.event_source = 'lambda.amazonaws.com' AND ${sessionsOf(accountId, from, to)}
        AND split_part(e.actor_arn, '/', 3) IN (SELECT name FROM resource WHERE kind = 'function' AND account_id = ${accountId})
      GROUP BY 1, 2, 3, 4, 5 LIMIT ${MAX_INVOCATIONS}`,
  )
  for (const { last, ...one } of rows) {
    if (!one.toArn) continue
    const key = [one.role, one.session, one.region, one.toArn, one.synchronous].join(' ')
    const lastSeenAt = last.toISOString()
    if ((cursor.invocations[key]?.lastSeenAt ?? '') < lastSeenAt)
      cursor.invocations[key] = { ...one, lastSeenAt }
  }
}

/**
 * Brings up to date what the stored events tell of an account's roles: the services that their sessions used, and the
 * functions that they invoked. Only new events are read, and all of them again where a backfill has gone on.
 */
export async function readSeenByTrail(pool: Pool, accountId: string, now: Date): Promise<SeenByTrail> {
  const key = { collector: 'derive-seen-by-trail', accountId, region: '' }
  const [before, [backfill]] = await Promise.all([
    readCursor<Cursor>(pool, key),
    queryRows<{ coverage: string }>(
      pool,
      sql`SELECT coalesce(string_agg(region || ' ' || (cursor->>'coveredFrom'), ',' ORDER BY region), '') AS coverage
        FROM collector_cursor WHERE collector = 'backfill-trail' AND account_id = ${accountId}`,
    ),
  ])
  const coverage = backfill?.coverage ?? ''
  const isKept = before?.coverage === coverage
  const from = new Date(isKept ? Date.parse(before.to) - OVERLAP_MS : now.getTime() - DEPTH_MS)
  const cursor: Cursor = {
    coverage,
    to: now.toISOString(),
    use: byRole(isKept ? before.use : {}),
    invocations: isKept ? before.invocations : {},
  }
  await addUse(pool, cursor, accountId, from, now)
  await addInvocations(pool, cursor, accountId, from, now)
  await moveCursor(pool, key, cursor, now)
  return { use: cursor.use, invocations: Object.values(cursor.invocations) }
}
