import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { OrganizationAccount } from '#server/domain/records/organization-record.ts'
import { ACCOUNT } from '#server/testing/records/function-record.ts'
import { organizationRecord } from '#server/testing/records/organization-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { selectMembers } from './select-members.ts'
import { applyMembers } from './sync-organization.ts'
import { watchAccounts } from './watch-accounts.ts'

const PROD = '222233334444'
const DEV = '333344445555'
let db: Awaited<ReturnType<typeof createTestDatabase>>
let sourceId = 0
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE aws_account, organization_source CASCADE')
  await db.pool.query(
    `INSERT INTO aws_account (id, name, home, origin, status, updated_at) VALUES ($1, 'home', true, 'home', 'ok', now())`,
    [ACCOUNT],
  )
  const { rows } = await db.pool.query<{ id: number }>(
    `INSERT INTO organization_source (account_id, role_name, external_id, regions) VALUES ($1, 'Reader', 'x-1', '{eu-west-1}')
     RETURNING id`,
    [ACCOUNT],
  )
  sourceId = rows[0]?.id ?? 0
})
afterAll(() => db.drop())

const member = (id: string, more: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
  id,
  name: `team ${id}`,
  status: 'ACTIVE',
  parentId: 'ou-prod',
  tags: known({ team: 'pay' }),
  ...more,
})

async function sync(accounts: OrganizationAccount[], filter: { units?: string[]; tags?: string[] } = {}) {
  const source = {
    id: sourceId,
    accountId: ACCOUNT,
    roleName: 'Reader',
    externalId: 'x-1',
    regions: ['eu-west-1'],
    units: [],
    tags: [],
    ...filter,
  }
  const members = selectMembers(organizationRecord({ accounts: known(accounts) }), source)
  await applyMembers(createWorker(db).context, source, members ?? [], 'aws')
}

async function accounts(): Promise<Record<string, object>> {
  const { rows } = await db.pool.query(
    `SELECT id, name, role_arn, external_id, origin, ou_path, tags, regions, enabled, status, status_reason
     FROM aws_account WHERE NOT home`,
  )
  return Object.fromEntries(rows.map((row) => [row.id, row]))
}

it('watches the members by the role that all of them have', async () => {
  await sync([member(ACCOUNT), member(PROD), member(DEV, { status: 'SUSPENDED' })])
  expect(await accounts()).toEqual({
    [PROD]: {
      id: PROD,
      name: `team ${PROD}`,
      role_arn: `arn:aws:iam::${PROD}:role/Reader`,
      external_id: 'x-1',
      origin: 'organization',
      ou_path: 'Root/Workloads/Prod',
      tags: { team: 'pay' },
      regions: ['eu-west-1'],
      enabled: true,
      status: 'pending',
      status_reason: null,
    },
  })
  const { rows } = await db.pool.query('SELECT ou_path, role_arn, origin FROM aws_account WHERE home')
  expect(rows).toEqual([{ ou_path: 'Root/Workloads/Prod', role_arn: null, origin: 'home' }])
})

it('switches off an account that left, keeps it, and takes it up again when it is back', async () => {
  await sync([member(PROD), member(DEV)])
  await sync([member(PROD)])
  expect((await accounts())[DEV]).toMatchObject({
    enabled: false,
    status_reason: 'Organization: It left the organization.',
  })
  await sync([member(PROD), member(DEV)])
  expect((await accounts())[DEV]).toMatchObject({ enabled: true, status: 'pending', status_reason: null })
})

it('leaves off what an administrator switched off', async () => {
  await sync([member(PROD)])
  await db.pool.query('UPDATE aws_account SET enabled = false WHERE id = $1', [PROD])
  await sync([member(PROD)])
  expect((await accounts())[PROD]).toMatchObject({ enabled: false })
})

it('switches off what is no longer in the chosen units, and leaves what it cannot tell as it is', async () => {
  await sync([member(PROD), member(DEV, { parentId: 'ou-dev' })])
  await sync(
    [
      member(PROD, { tags: denied('organizations:ListTagsForResource') }),
      member(DEV, { parentId: 'ou-dev' }),
    ],
    {
      units: ['ou-prod'],
      tags: ['team'],
    },
  )
  expect(await accounts()).toMatchObject({
    [PROD]: { enabled: true, tags: { team: 'pay' } },
    [DEV]: { enabled: false, status_reason: 'Organization: It is in none of the chosen units.' },
  })
})

it('does not touch how an account that was added by hand is reached', async () => {
  await db.pool.query(
    `INSERT INTO aws_account (id, name, role_arn, origin, updated_at) VALUES ($1, 'mine', 'arn:aws:iam::222233334444:role/Mine', 'role', now())`,
    [PROD],
  )
  await sync([member(PROD, { tags: absent() })])
  expect((await accounts())[PROD]).toMatchObject({
    name: 'mine',
    role_arn: expect.stringContaining('Mine'),
    origin: 'role',
    ou_path: 'Root/Workloads/Prod',
  })
  await sync([])
  expect((await accounts())[PROD]).toMatchObject({ enabled: true })
})

it('has sources that were not asked for an hour asked, and new accounts looked at', async () => {
  const { run, take, context } = createWorker(db)
  await run(watchAccounts, {})
  expect(take()).toEqual([`sync-organization ${sourceId}`])
  await db.pool.query('UPDATE organization_source SET last_sync_at = $1', [
    new Date(context.clock() - 60_000),
  ])
  await sync([member(PROD)])
  await run(watchAccounts, {})
  expect(take()).toEqual(['discover-accounts all'])
})
