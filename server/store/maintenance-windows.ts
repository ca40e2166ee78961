import type { Pool, PoolClient } from 'pg'
import type { Maintenance } from '#server/domain/maintenance.ts'
import { queryRows, sql } from './sql.ts'

/** Windows of an account that may hold at a time between `from` and `to`. */
export function loadMaintenance(
  db: Pool | PoolClient,
  accountId: string,
  { from, to }: { from: Date; to: Date },
): Promise<Maintenance[]> {
  return queryRows<Maintenance>(
    db,
    sql`SELECT id, account_id AS "accountId", region, function_name AS "functionName", kind, days, start_minute AS "startMinute",
        duration_minutes AS "durationMinutes", time_zone AS "timeZone", reason,
        (extract(epoch FROM starts_at) * 1000)::float8 AS "startsMs", (extract(epoch FROM ends_at) * 1000)::float8 AS "endsMs",
        (extract(epoch FROM ended_at) * 1000)::float8 AS "endedMs"
      FROM maintenance_window WHERE (account_id IS NULL OR account_id = ${accountId}) AND starts_at <= ${to}
        AND (ends_at IS NULL OR ends_at > ${from}) AND (ended_at IS NULL OR ended_at > ${from})`,
  )
}
