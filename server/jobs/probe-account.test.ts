import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { probeAccount } from './probe-account.ts'

let aws: DemoAws
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  aws = await startDemoAws({ functions: 10, accounts: 2, rateScale: 0 })
  db = await createTestDatabase()
  for (const { id, home, roleArn, externalId } of aws.accounts)
    await db.pool.query(
      `INSERT INTO aws_account (id, name, home, role_arn, external_id, enabled_regions, status, updated_at)
       VALUES ($1, $1, $2, $3, $4, '{eu-west-1}', 'ok', now())`,
      [id, home, home ? null : roleArn, externalId ?? null],
    )
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})

async function probe(accountId: string) {
  await createWorker(db, { aws: demoAccess(aws) }).run(probeAccount, { accountId })
  const { rows } = await db.pool.query('SELECT value FROM setting WHERE key = $1', [`probe:${accountId}`])
  return rows[0]?.value
}

it('keeps what each permission came to, denied ones with what they hide', async () => {
  const member = aws.accounts.find((account) => !account.home)?.id ?? ''
  aws.setFaults([{ account: member, service: 'lambda', operation: 'GetPolicy', kind: 'denied' }])
  const stored = await probe(member)
  expect(stored).toMatchObject({ state: 'done', reason: null, at: expect.any(String) })
  const byPermission = Object.fromEntries(
    stored.results.map((result: { permission: string }) => [result.permission, result]),
  )
  expect(byPermission['lambda:GetPolicy']).toMatchObject({
    state: 'denied',
    hides: expect.stringContaining('who may invoke'),
  })
  expect(byPermission['lambda:GetFunction']).toMatchObject({ state: 'allowed' })
  expect(Object.keys(byPermission)).toHaveLength(stored.results.length)
})

it('says why it did not run', async () => {
  expect(await probe('999999999999')).toMatchObject({
    state: 'failed',
    reason: 'The account is switched off.',
  })
})
