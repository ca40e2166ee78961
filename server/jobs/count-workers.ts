import type { Pool } from 'pg'

/** By this the database knows the connections of a worker's queue. */
export const QUEUE_NAME_PREFIX = 'sightline-jobs'

/** How many workers are connected to the database, and so share AWS's rates; at least one. */
export async function countWorkers(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(DISTINCT application_name)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND starts_with(application_name, $1)`,
    [`${QUEUE_NAME_PREFIX}/`],
  )
  return Math.max(1, rows[0]?.n ?? 1)
}
