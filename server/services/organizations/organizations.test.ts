import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConflictError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { getAccountProbe } from '#server/services/accounts/account-probe.ts'
import { addAccount } from '#server/services/accounts/add-account.ts'
import { getRoleTemplate } from '#server/services/accounts/get-role-template.ts'
import { listAccounts } from '#server/services/accounts/list-accounts.ts'
import { addAccountInput, addOrganizationInput, roleTemplateQuery } from '#server/services/accounts/schema.ts'
import { saveCollectorCatalog } from '#server/services/coverage/collector-catalog.ts'
import { parseInput } from '#server/services/parse-input.ts'
import { ACCOUNT_ID, createAccount, makeContext } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { addOrganization } from './add-organization.ts'
import { listOrganizations } from './list-organizations.ts'
import { removeOrganization } from './remove-organization.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const admin = () => makeContext(database)

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
})
afterAll(() => database.drop())

const input = {
  accountId: ACCOUNT_ID,
  roleName: 'SightlineReadOnly',
  externalId: 'shared-secret-2',
  units: ['ou-ab12-cdef3456'],
  tags: ['env=prod'],
  regions: [],
}

test('an organization is asked once, and its external id is never given out', async () => {
  const row = await addOrganization(admin(), input)
  expect(row).toMatchObject({ status: 'pending', hasExternalId: true, accounts: 0, tags: ['env=prod'] })
  await expect(addOrganization(admin(), input)).rejects.toThrow(ConflictError)
  const everything = JSON.stringify([
    await listOrganizations(admin()),
    await database.prisma.auditEntry.findMany(),
  ])
  expect(everything).not.toContain('shared-secret-2')
})

test('an account that is not watched cannot be asked', async () => {
  await expect(addOrganization(admin(), { ...input, accountId: '999999999999' })).rejects.toThrow(
    NotFoundError,
  )
})

test.each([
  { ...input, units: ['ou-'] },
  { ...input, roleName: 'a b' },
  { ...input, tags: ['=x'] },
  { ...input, accountId: '12' },
])('%j is refused', (bad) => {
  expect(() => parseInput(addOrganizationInput, bad)).toThrow(InvalidInputError)
})

test('an organization that is asked no longer leaves its accounts, switched off with the reason', async () => {
  const [row] = (await listOrganizations(admin())).items
  await database.prisma.awsAccount.create({
    data: { id: '222222222222', name: 'member', origin: 'organization', sourceId: row?.id },
  })
  await removeOrganization(admin(), { id: row?.id ?? 0 })
  const member = (await listAccounts(admin())).items.find((account) => account.id === '222222222222')
  expect(member).toMatchObject({ enabled: false, origin: 'organization' })
  expect(member?.statusReason).toContain('no longer asked')
  await expect(removeOrganization(admin(), { id: row?.id ?? 0 })).rejects.toThrow(NotFoundError)
})

test('an account is added by a profile of the machine', async () => {
  const body = parseInput(addAccountInput, { name: 'dev', accountId: '333333333333', profile: 'dev-sso' })
  expect(await addAccount(admin(), body)).toMatchObject({
    id: '333333333333',
    origin: 'profile',
    profile: 'dev-sso',
    roleArn: null,
  })
})

test('an account whose permissions were never tried says so', async () => {
  expect(await getAccountProbe(admin(), { id: ACCOUNT_ID })).toMatchObject({ state: 'none', results: [] })
})

test('the role holds what the collectors declare, and says what a permission left out hides', async () => {
  const operation = (permission: string, hides: string) => ({ name: permission, permission, hides })
  await saveCollectorCatalog(database, [
    {
      id: 'functions',
      title: 'Functions',
      scope: 'region',
      operations: [
        operation('lambda:GetPolicy', 'who may invoke functions'),
        operation('lambda:ListFunctions', 'all functions'),
      ],
      besides: [operation('lambda:ListTags', 'tags')],
    },
  ])
  const full = await getRoleTemplate(admin(), parseInput(roleTemplateQuery, {}))
  expect(full.permissions.map((one) => one.permission)).toEqual([
    'lambda:GetPolicy',
    'lambda:ListFunctions',
    'lambda:ListTags',
  ])
  expect(full.text).toContain('- lambda:GetPolicy')
  expect(full.text).toContain(ACCOUNT_ID)
  const less = await getRoleTemplate(
    admin(),
    parseInput(roleTemplateQuery, { format: 'terraform', without: 'lambda:GetPolicy' }),
  )
  expect(less.text).not.toContain('lambda:GetPolicy')
  expect(less.permissions[0]).toMatchObject({ included: false, hides: 'who may invoke functions' })
})
