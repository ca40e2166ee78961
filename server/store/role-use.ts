import type { Pool } from 'pg'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from './cursors.ts'
import { queryRows, sql } from './sql.ts'

/** By role name and event source: when the stored events last saw the role use the service, ISO 8601. */
export type RoleUse = Record<string, Record<string, string>>

type Cursor = { coverage: string; to: string; use: RoleUse }

/** Events arrive up to a quarter of an hour late; those that come later still come with a backfill. */
const OVERLAP_MS = HOUR_MS
const DEPTH_MS = 400 * DAY_MS

type Row = { role: string; source: string; last: Date }

/**
 * Brings up to date which services the sessions of an account's roles were seen to use. Only new events are read, and all
 * of them again where a backfill has gone on.
 */
export async function readRoleUse(pool: Pool, accountId: string, now: Date): Promise<RoleUse> {
  const key = { collector: 'derive-role-use', accountId, region: '' }
  const [cursor, [backfill]] = await Promise.all([
    readCursor<Cursor>(pool, key),
    queryRows<{ coverage: string }>(
      pool,
      sql`SELECT coalesce(string_agg(region || ' ' || (cursor->>'coveredFrom'), ',' ORDER BY region), '') AS coverage
        FROM collector_cursor WHERE collector = 'backfill-trail' AND account_id = ${accountId}`,
    ),
  ])
  const coverage = backfill?.coverage ?? ''
  const isKept = cursor?.coverage === coverage
  const from = new Date(isKept ? Date.parse(cursor.to) - OVERLAP_MS : now.getTime() - DEPTH_MS)
  const use: RoleUse = isKept ? cursor.use : {}
  const rows = await queryRows<Row>(
    pool,
    sql`SELECT split_part(split_part(e.actor_arn, ':', 6), '/', 2) AS role, e.event_source AS source, max(e.event_time) AS last
      FROM trail_event e WHERE e.account_id = ${accountId} AND e.event_time >= ${from} AND e.event_time <= ${now}
        AND e.actor_arn LIKE ${`arn:%:sts::${accountId}:assumed-role/%`}
        AND coalesce(e.error_code, '') !~* '(access|not)-?denied|unauthorized|notauthorized|authorizationerror|forbidden'
      GROUP BY 1, 2`,
  )
  for (const { role, source, last } of rows) {
    const services = use[role] ?? {}
    use[role] = services
    const before = services[source]
    if (!before || before < last.toISOString()) services[source] = last.toISOString()
  }
  await moveCursor(pool, key, { coverage, to: now.toISOString(), use } satisfies Cursor, now)
  return use
}
