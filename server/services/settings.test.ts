import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { createAccount, makeActor, makeContext } from '#server/testing/factories.ts'
import { createTestUser } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { addAccount } from './accounts/add-account.ts'
import { listAccounts } from './accounts/list-accounts.ts'
import { addAccountInput } from './accounts/schema.ts'
import { updateAccount } from './accounts/update-account.ts'
import { parseInput } from './parse-input.ts'
import { createToken } from './tokens/create-token.ts'
import { listTokens } from './tokens/list-tokens.ts'
import { revokeToken } from './tokens/revoke-token.ts'
import { createUser } from './users/create-user.ts'
import { listUsers } from './users/list-users.ts'
import { createUserInput } from './users/schema.ts'
import { updateUser } from './users/update-user.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
})
afterAll(() => database.drop())
const admin = () => makeContext(database)

describe('accounts', () => {
  const input = {
    name: 'staging',
    roleArn: 'arn:aws:iam::222222222222:role/sightline',
    externalId: 'shared-secret-1',
    regions: ['eu-west-1'],
  }

  test('are added by the role to assume; its external id is never given out', async () => {
    const row = await addAccount(admin(), input)
    expect(row).toMatchObject({
      id: '222222222222',
      home: false,
      status: 'pending',
      hasExternalId: true,
      lastSweepAt: null,
      costUsdPerMonth: null,
    })
    const everything = JSON.stringify([
      await listAccounts(admin()),
      await database.prisma.auditEntry.findMany(),
    ])
    expect(everything).not.toContain('shared-secret-1')
    await expect(addAccount(admin(), input)).rejects.toThrow(ConflictError)
  })

  test.each([
    { ...input, roleArn: 'arn:aws:iam::12:role/x' },
    { ...input, roleArn: 'arn:aws:iam::222222222222:user/x' },
    { ...input, regions: ['eu-west'] },
    { ...input, externalId: 'a b' },
    { ...input, name: ' ' },
  ])('are refused when badly named: %j', (bad) => {
    expect(() => parseInput(addAccountInput, bad)).toThrow(InvalidInputError)
  })

  test('can be switched off by an administrator alone', async () => {
    expect(await updateAccount(admin(), { id: '222222222222', enabled: false, name: 'old' })).toMatchObject({
      enabled: false,
      name: 'old',
      regions: ['eu-west-1'],
    })
    await expect(updateAccount(admin(), { id: '333333333333', enabled: false })).rejects.toThrow(
      NotFoundError,
    )
    await expect(
      updateAccount(makeContext(database, 'reviewer'), { id: '222222222222', enabled: true }),
    ).rejects.toThrow(ForbiddenError)
  })
})

describe('users', () => {
  const input = { name: 'Bob', email: 'Bob@example.com', password: 'twelve chars!', role: 'viewer' as const }

  test('are created once an e-mail, whatever its case; the password is never kept in clear', async () => {
    expect(await createUser(admin(), input)).toMatchObject({
      email: 'bob@example.com',
      role: 'viewer',
      disabled: false,
    })
    await expect(createUser(admin(), { ...input, email: 'BOB@example.com' })).rejects.toThrow(ConflictError)
    expect(
      JSON.stringify([
        await database.prisma.authIdentity.findMany(),
        await database.prisma.auditEntry.findMany(),
      ]),
    ).not.toContain(input.password)
    expect(() => parseInput(createUserInput, { ...input, password: 'short' })).toThrow('12 characters')
  })

  test('always include one administrator', async () => {
    const own = await createTestDatabase()
    const context = makeContext(own)
    const [first, second] = [await createTestUser(own, 'admin'), await createTestUser(own, 'admin')]
    const lowered = await Promise.allSettled(
      [first, second].map((user) => updateUser(context, { id: user.id, role: 'viewer' })),
    )
    expect(lowered.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = (await listUsers(context)).items.filter((user) => user.role === 'admin')
    await expect(updateUser(context, { id: left[0]?.id ?? '', disabled: true })).rejects.toThrow(
      ConflictError,
    )
    await own.drop()
  })
})

describe('tokens', () => {
  test('are seen and revoked by their owner and by administrators', async () => {
    const [ada, eve] = [
      await createTestUser(database, 'responder'),
      await createTestUser(database, 'responder'),
    ]
    const as = (userId: string) => ({ ...makeContext(database), actor: makeActor('responder', { userId }) })
    const { row } = await createToken(as(ada.id), { name: '=cmd', role: 'viewer', expiresInDays: 1 })
    expect((await listTokens(as(ada.id))).items).toHaveLength(1)
    expect((await listTokens(as(eve.id))).items).toHaveLength(0)
    await expect(revokeToken(as(eve.id), { id: row.id })).rejects.toThrow(NotFoundError)
    await revokeToken(admin(), { id: row.id })
    await expect(revokeToken(as(ada.id), { id: row.id })).rejects.toThrow(NotFoundError)
    expect((await listTokens(admin())).items).toHaveLength(0)
  })
})
