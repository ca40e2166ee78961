import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { discoverAccounts } from './discover-accounts.ts'

const NOW_MS = Date.UTC(2026, 9, 14, 10)
let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
let home = ''
let members: string[] = []
beforeAll(async () => {
  aws = await startDemoAws({ functions: 4, accounts: 3, rateScale: 0, now: () => NOW_MS })
  home = aws.accounts.find((account) => account.home)?.id ?? ''
  members = aws.accounts.filter((account) => !account.home).map(({ id }) => id)
  db = await createTestDatabase()
})
beforeEach(async () => {
  aws.setFaults([])
  await db.pool.query('TRUNCATE aws_account, collector_run CASCADE')
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

/** Looks for accounts so many minutes after the start, with credentials of nobody yet. */
async function discover(minutes = 0) {
  const roles = aws.accounts.filter((account) => !account.home)
  const env = {
    SIGHTLINE_ACCOUNT_ROLES: roles.map(({ roleArn, externalId }) => `${roleArn}#${externalId}`).join(','),
  }
  const clock = () => NOW_MS + minutes * MINUTE_MS
  await createWorker(db, { clock, env, aws: demoAccess(aws) }).run(discoverAccounts, {})
  const { rows } = await db.pool.query('SELECT id, status, origin, status_reason AS reason FROM aws_account')
  return Object.fromEntries(rows.map((row) => [row.id, row]))
}

it('finds whose credentials these are, and every member by its role', async () => {
  const accounts = await discover()
  expect(Object.keys(accounts).sort()).toEqual([home, ...members].sort())
  expect(accounts[home]).toMatchObject({ status: 'ok', origin: 'home' })
  for (const id of members) expect(accounts[id]).toMatchObject({ status: 'ok', origin: 'role' })
})

it('asks again at once where STS fails, and so does not notice a single failure', async () => {
  const [member] = members
  aws.setFaults([
    { account: member, service: 'sts', operation: 'GetCallerIdentity', kind: 'error500', times: 2 },
  ])
  expect((await discover())[member ?? '']).toMatchObject({ status: 'ok' })
})

it('keeps an account that was reached lately while STS fails, and says so when it goes on', async () => {
  const member = members[0] ?? ''
  await discover()
  aws.setFaults([{ account: member, service: 'sts', kind: 'error500' }])
  expect((await discover(10))[member]).toMatchObject({ status: 'ok', reason: null })
  const accounts = await discover(20)
  expect(accounts[member]).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('GetCallerIdentity'),
  })
  expect(accounts[members[1] ?? '']).toMatchObject({ status: 'ok' })
})

it('says at once that an account denies', async () => {
  await discover()
  aws.setFaults([{ service: 'sts', operation: 'AssumeRole', kind: 'denied' }])
  const accounts = await discover(1)
  expect(accounts[members[0] ?? '']).toMatchObject({
    status: 'denied',
    reason: expect.stringContaining('AssumeRole'),
  })
  expect(accounts[home]).toMatchObject({ status: 'ok' })
})

it('says at once that a role leads elsewhere', async () => {
  const [first = '', second = ''] = members
  const elsewhere = aws.accounts.find(({ id }) => id === second)
  await db.pool.query(
    `INSERT INTO aws_account (id, name, role_arn, external_id, updated_at) VALUES ('999988887777', 'x', $1, $2, now())`,
    [elsewhere?.roleArn, elsewhere?.externalId],
  )
  const accounts = await discover()
  expect(accounts['999988887777']).toMatchObject({
    status: 'failed',
    reason: `The role leads into account ${second}.`,
  })
  expect(accounts[first]).toMatchObject({ status: 'ok' })
})
