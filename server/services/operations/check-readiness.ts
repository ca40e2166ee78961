import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { queryRows, sql } from '#server/store/sql.ts'
import { getStore, type Store } from '#server/store/store.ts'

export type Readiness = { ready: boolean; database: 'ok' | 'away'; migrations: 'ok' | 'pending' | 'unknown' }

async function expectedMigrations(root: string): Promise<string[]> {
  const entries = await readdir(join(root, 'prisma/migrations'), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** Whether the database answers and has all migrations of this program. `root` is the program's folder. */
export async function checkReadiness(store: Store = getStore(), root = process.cwd()): Promise<Readiness> {
  try {
    const rows = await queryRows<{ name: string }>(
      store.pool,
      sql`SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    )
    const done = new Set(rows.map((row) => row.name))
    const pending = (await expectedMigrations(root)).some((name) => !done.has(name))
    return { ready: !pending, database: 'ok', migrations: pending ? 'pending' : 'ok' }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === '42P01'
    return { ready: false, database: missing ? 'ok' : 'away', migrations: missing ? 'pending' : 'unknown' }
  }
}
