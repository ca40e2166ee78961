import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'

/** Names of the watched accounts by id. */
export async function accountNames({ store }: Context): Promise<Map<string, string>> {
  const rows = await queryRows<{ id: string; name: string }>(
    store.pool,
    sql`SELECT id, name FROM aws_account ORDER BY home DESC, name`,
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}
