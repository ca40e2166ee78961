import { MINUTE_MS } from '#server/domain/time.ts'
import { saveCollectorCatalog } from '#server/services/coverage/collector-catalog.ts'
import { ensureDemoUser } from '#server/services/setup/ensure-demo-user.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore, type Store } from '#server/store/store.ts'
import { seedAlerts } from './seed/alerts.ts'
import { SEED_ACCOUNTS, SEED_REGIONS, seedFunctions } from './seed/estate.ts'
import { seedEvents } from './seed/events.ts'
import { seedInventory } from './seed/inventory.ts'
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

const collector = (
  id: string,
  scope: 'account' | 'region',
  title: string,
  permission: string,
  hides: string,
) => ({
  id,
  scope,
  title,
  operations: [{ name: permission.split(':')[1], permission, hides }],
})

const COLLECTORS = [
  collector('functions', 'region', 'Functions', 'lambda:GetPolicy', 'who may invoke the functions'),
  collector(
    'event-source-mappings',
    'region',
    'Event source mappings',
    'lambda:ListEventSourceMappings',
    'queues and streams',
  ),
  collector(
    'account-settings',
    'region',
    'Account settings',
    'lambda:GetAccountSettings',
    'the concurrency limit',
  ),
  collector('roles', 'account', 'Roles', 'iam:GetAccountAuthorizationDetails', 'what the functions may do'),
  collector(
    'lambda-metrics',
    'region',
    'Lambda metrics',
    'cloudwatch:GetMetricData',
    'invocations, errors and throttles',
  ),
  collector(
    'billing-metrics',
    'account',
    'Estimated charges',
    'cloudwatch:GetMetricData',
    'what the account costs',
  ),
  collector('trail-events', 'region', 'CloudTrail events', 'cloudtrail:LookupEvents', 'who changed what'),
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
  await seedInventory(pool, functions, now)
  await seedAlerts(pool, now, alerts)
  await seedRuns(pool, now, COLLECTORS)
  await saveCollectorCatalog(store, COLLECTORS)
  await pool.query('ANALYZE')
}

if (import.meta.main) {
  const url = process.argv[2]
  if (!url) throw new Error('Say which database: node server/testing/seed-store.ts postgresql://…')
  const store = openStore(url)
  await migrate(store.pool)
  const began = Date.now()
  await seedStore(store, { functions: Number(process.argv[3] ?? 200), days: 14, now: Date.now() })
  const { email, password } = await ensureDemoUser({ store, clock: Date.now }, 'sightline-dev-password')
  console.log(`${email} signs in with ${password}`)
  console.log(`seeded in ${Date.now() - began} ms`)
  await store.close()
}
