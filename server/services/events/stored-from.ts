import type { Pool } from 'pg'
import { queryRows, sql } from '#server/store/sql.ts'

/** When the oldest event that is stored happened; null where there is none. */
export async function storedFrom(pool: Pool): Promise<Date | null> {
  const [row] = await queryRows<{ at: Date | null }>(pool, sql`SELECT min(event_time) AS at FROM trail_event`)
  return row?.at ?? null
}
