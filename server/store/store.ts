import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { createLogger } from '#server/logger.ts'
import { PrismaClient } from './generated/client.ts'

export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** The database: Prisma for rows, the pool for bulk statements. Both share one set of connections. */
export type Store = { prisma: PrismaClient; pool: Pool; close: () => Promise<void> }

/** Opens the database at `databaseUrl`; nothing is connected before the first query. */
export function openStore(databaseUrl: string, options: { maxConnections?: number } = {}): Store {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: options.maxConnections ?? 10,
    application_name: 'sightline',
  })
  const log = createLogger('store')
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  const close = async () => {
    await prisma.$disconnect()
    await pool.end()
  }
  return { prisma, pool, close }
}

const shared = globalThis as { sightlineStore?: Store }

/** The process's own store, opened on first use from DATABASE_URL. */
export function getStore(): Store {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set: start with `sightline up`, or set it.')
  shared.sightlineStore ??= openStore(url)
  return shared.sightlineStore
}
