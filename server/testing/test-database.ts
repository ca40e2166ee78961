import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { migrate } from '#server/store/migrate.ts'
import { openStore, type Store } from '#server/store/store.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    testDatabaseUrl: string
  }
}

/** A fresh, migrated database of its own for one test file; `drop` removes it. */
export async function createTestDatabase(): Promise<Store & { url: string; drop: () => Promise<void> }> {
  const server = inject('testDatabaseUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = new Client({ connectionString: server })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  await admin.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  const store = openStore(url.href, { maxConnections: 4 })
  await migrate(store.pool)
  const drop = async () => {
    await store.close()
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await client.end()
  }
  return { ...store, url: url.href, drop }
}
