import { MINUTE_MS } from '#server/domain/time.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore, type Store } from '#server/store/store.ts'
import { seedAlerts } from './seed/alerts.ts'
import { SEED_ACCOUNTS, SEED_REGIONS, seedFunctions } from './seed/estate.ts'
import { seedEvents } from './seed/events.ts'
import { seedCharges, seedMetrics } from './seed/metrics.ts'
import { seedResources } from './seed/resources.ts'
import { seedRuns } from './seed/runs.ts'

export type SeedOptions = {
  functions: number
  days: number
  now: number
  eventsPerDay?: number
  alerts?: number
}

const COLLECTORS = [
  { id: 'functions', scope: 'region' },
  { id: 'event-source-mappings', scope: 'region' },
  { id: 'account-settings', scope: 'region' },
  { id: 'roles', scope: 'account' },
  { id: 'account-metrics', scope: 'region' },
  { id: 'function-metrics', scope: 'region' },
  { id: 'trail-events', scope: 'region' },
] as const

/** Fills an empty, migrated database with an estate as the worker would leave it. `now` is epoch milliseconds. */
export async function seedStore(store: Store, options: SeedOptions): Promise<void> {
  const { functions: count, days, now, eventsPerDay = 600, alerts = 40 } = options
  const { pool } = store
  await pool.query(
    `INSERT INTO aws_account (id, name, home, status, enabled_regions, updated_at)
     SELECT id, name, home, 'ok', $4, $5 FROM unnest($1::text[], $2::text[], $3::boolean[]) AS x(id, name, home)`,
    [
      SEED_ACCOUNTS.map((account) => account.id),
      SEED_ACCOUNTS.map((account) => account.name),
      SEED_ACCOUNTS.map((_, i) => i === 0),
      SEED_REGIONS,
      new Date(now - MINUTE_MS),
    ],
  )
  const functions = seedFunctions(count, now)
  await seedResources(pool, functions, now, days)
  await seedMetrics(pool, functions, now, days)
  await seedCharges(pool, now, days)
  await seedEvents(pool, functions, now, days, eventsPerDay)
  await seedAlerts(pool, now, alerts)
  await seedRuns(pool, now, [...COLLECTORS])
  await pool.query('ANALYZE')
}

if (import.meta.main) {
  const url = process.argv[2]
  if (!url) throw new Error('Say which database: node server/testing/seed-store.ts postgresql://…')
  const store = openStore(url)
  await migrate(store.pool)
  const began = Date.now()
  await seedStore(store, { functions: Number(process.argv[3] ?? 200), days: 14, now: Date.now() })
  console.log(`seeded in ${Date.now() - began} ms`)
  await store.close()
}
