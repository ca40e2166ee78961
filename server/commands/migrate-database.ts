import { readEnv } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore } from '#server/store/store.ts'

/** `sightline migrate` */
export async function migrateDatabase(): Promise<void> {
  const { DATABASE_URL: url } = readEnv()
  if (!url) throw new SettingError('DATABASE_URL is not set.')
  const store = openStore(url, { maxConnections: 1 })
  try {
    const applied = await migrate(store.pool)
    process.stdout.write(applied.length > 0 ? `applied ${applied.join(', ')}\n` : 'nothing to apply\n')
  } finally {
    await store.close()
  }
}
