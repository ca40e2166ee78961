import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { syncOrganization } from './sync-organization.ts'

let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let home = ''
beforeAll(async () => {
  aws = await startDemoAws({ functions: 4, accounts: 3, rateScale: 0 })
  home = aws.accounts.find((account) => account.home)?.id ?? ''
  db = await createTestDatabase()
})
beforeEach(async () => {
  aws.setFaults([])
  await db.pool.query(
    'TRUNCATE aws_account, organization_source, collector_run, collector_cursor, resource CASCADE',
  )
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

/** Finds the home account, asks its organization, and gives the source with the accounts and the jobs sent. */
async function sync(accountId = home) {
  const { run, take } = createWorker(db, { aws: demoAccess(aws) })
  await run(discoverAccounts, {})
  const { rows: made } = await db.pool.query<{ id: number }>(
    `INSERT INTO organization_source (account_id, role_name) VALUES ($1, 'SightlineReadOnly') RETURNING id`,
    [accountId],
  )
  const sourceId = made[0]?.id ?? 0
  take()
  await run(syncOrganization, { sourceId })
  const { rows: sources } = await db.pool.query(
    'SELECT status, status_reason, last_sync_at FROM organization_source',
  )
  const { rows: accounts } = await db.pool.query<{ id: string; enabled: boolean; ou_path: string }>(
    'SELECT id, enabled, ou_path, role_arn FROM aws_account ORDER BY id',
  )
  return { source: sources[0], accounts, sent: take() }
}

it('watches the active accounts of the organization, and has them looked at', async () => {
  const { source, accounts, sent } = await sync()
  expect(source).toMatchObject({ status: 'ok', status_reason: null, last_sync_at: expect.any(Date) })
  expect(accounts.map(({ id }) => id)).toEqual(expect.arrayContaining(aws.accounts.map(({ id }) => id)))
  expect(accounts.map(({ id }) => id)).not.toContain('333322221111')
  for (const { id, home: isHome } of aws.accounts)
    expect(accounts.find((account) => account.id === id)).toMatchObject({
      enabled: true,
      ou_path: expect.stringMatching(/^Root\//),
      role_arn: isHome ? null : `arn:aws:iam::${id}:role/SightlineReadOnly`,
    })
  expect(sent).toContain('discover-accounts all')
})

it('says what it is denied, and touches no account', async () => {
  aws.setFaults([{ service: 'organizations', operation: 'DescribeOrganization', kind: 'denied' }])
  const { source, accounts } = await sync()
  expect(source).toMatchObject({
    status: 'denied',
    status_reason: expect.stringContaining('organizations:DescribeOrganization'),
  })
  expect(accounts.map(({ id }) => id)).toEqual([home])
})

it('says so too when it was told of the members before', async () => {
  await sync()
  aws.setFaults([{ service: 'organizations', operation: 'DescribeOrganization', kind: 'denied' }])
  const { run } = createWorker(db, { aws: demoAccess(aws) })
  const { rows } = await db.pool.query('SELECT id FROM organization_source')
  await run(syncOrganization, { sourceId: rows[0].id })
  const { rows: sources } = await db.pool.query('SELECT status FROM organization_source')
  expect(sources).toEqual([{ status: 'denied' }])
  const { rows: off } = await db.pool.query('SELECT id FROM aws_account WHERE NOT enabled')
  expect(off).toEqual([])
})

it('says that the account to ask is not watched', async () => {
  expect((await sync('999999999999')).source).toMatchObject({
    status: 'failed',
    status_reason: 'Account 999999999999 is not watched.',
  })
})
