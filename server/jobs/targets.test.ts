import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { findTarget, watchedAccounts } from './targets.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
  await db.pool.query(
    `INSERT INTO aws_account (id, name, home, role_arn, external_id, regions, enabled_regions, enabled, updated_at) VALUES
     ('222233334444', 'b', false, 'arn:aws:iam::222233334444:role/r', 'x', '{eu-north-1}', '{eu-west-1}', true, now()),
     ('111122223333', 'a', true, NULL, NULL, '{}', '{eu-west-1,us-east-1}', true, now()),
     ('333344445555', 'c', false, NULL, NULL, '{}', '{eu-west-1}', false, now())`,
  )
})
afterAll(() => db.drop())

it('watches the home account first, each in its own choice of regions or in all that are enabled', async () => {
  const watched = await watchedAccounts(db.pool, [])
  expect(watched.map(({ id, regions }) => [id, regions])).toEqual([
    ['111122223333', ['us-east-1', 'eu-west-1']],
    ['222233334444', ['eu-north-1']],
  ])
  const narrowed = await watchedAccounts(db.pool, ['ap-south-1'])
  expect(narrowed.map(({ regions }) => regions)).toEqual([['ap-south-1'], ['eu-north-1']])
})

it('finds the target that a job names, and none for an account that was switched off or removed', async () => {
  const { context } = createWorker(db)
  expect(await findTarget(context, { accountId: '222233334444', region: 'eu-west-1' })).toEqual({
    account: {
      id: '222233334444',
      partition: 'aws',
      roleArn: 'arn:aws:iam::222233334444:role/r',
      externalId: 'x',
      profile: null,
    },
    region: 'eu-west-1',
  })
  for (const accountId of ['333344445555', '999999999999'])
    expect(await findTarget(context, { accountId, region: 'eu-west-1' })).toBeUndefined()
})
