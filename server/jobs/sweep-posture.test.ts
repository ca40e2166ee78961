import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { collectedKinds } from '#server/store/derive-inputs.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { sweepRegion } from './sweep-region.ts'
import { sweepAccountSources, sweepRegionSources } from './sweep-sources.ts'

const REGION = 'eu-west-1'
const KINDS = [
  'code-signing-config',
  'event-bus',
  'graphql-api',
  'image-repository',
  'kms-key',
  'layer',
  'log-group',
  'topic',
  'trail',
  'vpc',
]
let db: Awaited<ReturnType<typeof createTestDatabase>>
let aws: DemoAws
beforeAll(async () => {
  db = await createTestDatabase()
  aws = await startDemoAws({ functions: 180, accounts: 1, rateScale: 0 })
})
afterAll(async () => {
  await aws.close()
  await db.drop()
})
const query = async (text: string, values: unknown[] = []) => (await db.pool.query(text, values)).rows

it('one sweep of a region brings what its functions write to, are made of and run in, and their keys', async () => {
  const env = { SIGHTLINE_REGIONS: REGION }
  const { context, run } = createWorker(db, { env, aws: demoAccess(aws) })
  await run(discoverAccounts, {})
  const accountId = aws.accounts[0]?.id ?? ''
  const place = { accountId, region: REGION }
  await run(sweepRegion, place)
  await run(sweepRegionSources, place)
  await run(sweepAccountSources, { accountId })

  const found = await query(
    `SELECT kind, count(*)::int AS n, count(*) FILTER (WHERE region <> $2)::int AS elsewhere FROM resource
     WHERE kind = ANY($1) GROUP BY 1 ORDER BY 1`,
    [KINDS, REGION],
  )
  expect(found.map(({ kind }) => kind)).toEqual(KINDS)
  for (const { n, elsewhere } of found) {
    expect(n).toBeGreaterThan(0)
    expect(elsewhere).toBe(0)
  }
  const aliases = await query(
    `SELECT jsonb_array_elements_text(v.record->'aliases') AS name FROM resource r
     JOIN resource_version v ON v.id = r.current_version_id WHERE r.kind = 'kms-key' ORDER BY 1`,
  )
  expect(aliases).toEqual([{ name: 'alias/aws/kinesis' }, { name: 'alias/aws/sns' }])
  const open = await query(
    `SELECT count(*)::int AS n FROM resource r JOIN resource_version v ON v.id = r.current_version_id
     WHERE r.kind = 'bucket' AND r.region = $1 AND v.record->'blocksPublicPolicy'->>'value' = 'true'`,
    [GLOBAL_REGION],
  )
  expect(open[0].n).toBeGreaterThan(1)
  const collected = await collectedKinds(db.pool, accountId, new Date(context.clock()))
  for (const kind of KINDS) expect(collected).toContain(`${accountId}/${REGION}/${kind}`)

  const runs = () =>
    query('SELECT count(*)::int AS n, array_agg(DISTINCT status) AS states FROM collector_run')
  const before = await runs()
  await run(sweepRegionSources, place)
  expect(await runs()).toEqual(before)
  expect(before[0].states).not.toContain('failed')
}, 90_000)
