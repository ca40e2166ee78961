import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { pollLastAccessed } from './poll-last-accessed.ts'
import { sweepRegion } from './sweep-region.ts'
import { sweepAccountSources } from './sweep-sources.ts'

const NOW_MS = Date.UTC(2026, 9, 14, 10)
let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let accountId = ''
beforeAll(async () => {
  aws = await startDemoAws({ functions: 30, accounts: 1, rateScale: 0, now: () => NOW_MS })
  accountId = aws.accounts[0]?.id ?? ''
  db = await createTestDatabase()
  const { run } = workerAt(0)
  await run(discoverAccounts, {})
  await run(sweepRegion, { accountId, region: 'eu-west-1' })
  await run(sweepAccountSources, { accountId })
})
beforeEach(() => db.pool.query('TRUNCATE role_last_accessed'))
afterAll(async () => {
  await aws.close()
  await db.drop()
})

const workerAt = (hours: number) =>
  createWorker(db, { clock: () => NOW_MS + hours * HOUR_MS, aws: demoAccess(aws) })

async function asked(): Promise<string[]> {
  const { rows } = await db.pool.query<{ role_arn: string }>('SELECT role_arn FROM role_last_accessed')
  return rows.map((row) => row.role_arn)
}

it('asks of new roles a few at a time, and of all that functions have in the end', async () => {
  const { rows } = await db.pool.query<{ arn: string }>(
    `SELECT arn FROM resource r WHERE kind = 'role' AND EXISTS (SELECT FROM resource_version v
       WHERE v.record->>'kind' = 'function' AND v.record->'roleArn'->>'value' = r.arn)`,
  )
  const { run, take } = workerAt(0)
  await run(pollLastAccessed, { accountId })
  expect((await asked()).length).toBe(Math.min(15, rows.length))
  expect(take()).toContain(`derive-account ${accountId}`)
  for (let i = 0; i < 5; i++) await run(pollLastAccessed, { accountId })
  expect((await asked()).sort()).toEqual(rows.map((row) => row.arn).sort())
})

it('asks of each role again once a day', async () => {
  for (let i = 0; i < 5; i++) await workerAt(i / 60).run(pollLastAccessed, { accountId })
  const all = (await asked()).length
  await db.pool.query('UPDATE role_last_accessed SET generated_at = $1', [new Date(NOW_MS)])
  const count = async () => {
    const { rows } = await db.pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM role_last_accessed WHERE generated_at > $1',
      [new Date(NOW_MS)],
    )
    return rows[0]?.n ?? 0
  }
  await workerAt(12).run(pollLastAccessed, { accountId })
  const half = await count()
  expect(half).toBeGreaterThan(0)
  expect(half).toBeLessThan(all)
  await workerAt(DAY_MS / HOUR_MS + 0.1).run(pollLastAccessed, { accountId })
  expect(await count()).toBe(all)
})
