import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { sweepRegion } from './sweep-region.ts'

const NOW_MS = Date.UTC(2026, 9, 14, 10, 5)
const REGION = 'eu-west-1'
let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  aws = await startDemoAws({ functions: 16, accounts: 1, rateScale: 0, anchorMs: NOW_MS, now: () => NOW_MS })
  db = await createTestDatabase()
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

it('has the mappings by the time that the functions count as swept, from when on their queues are looked for', async () => {
  const { run } = createWorker(db, {
    clock: () => NOW_MS,
    aws: demoAccess(aws),
    env: { SIGHTLINE_REGIONS: REGION },
  })
  await run(discoverAccounts, {})
  await run(sweepRegion, { accountId: aws.accounts[0]?.id ?? '', region: REGION })
  const { rows } = await db.pool.query<{ collector: string }>(
    `SELECT collector FROM collector_run WHERE region = $1 AND finished_at IS NOT NULL ORDER BY id`,
    [REGION],
  )
  const order = rows.map(({ collector }) => collector)
  expect(order).toContain('event-source-mappings')
  expect(order.indexOf('event-source-mappings')).toBeLessThan(order.indexOf('functions'))
})
