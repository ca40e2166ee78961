import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_LABEL_KEYS } from '#server/domain/labels.ts'
import { ForbiddenError, NotFoundError } from '#server/errors.ts'
import { createAccount, createFunction, makeContext } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getLabel } from './get-label.ts'
import { getTagKeys } from './get-tag-keys.ts'
import { setLabel } from './set-label.ts'
import { setTagKeys } from './set-tag-keys.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let id: number

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  id = await createFunction(database, { name: 'orders-api' })
})
afterAll(() => database.drop())

test('a responder sets words by hand, one by one, and takes them away again', async () => {
  const context = makeContext(database, 'responder')
  expect(await getLabel(context, { id })).toEqual({
    owner: null,
    environment: null,
    criticality: null,
    setBy: null,
    setAt: null,
  })
  await setLabel(context, { id, owner: 'payments', criticality: 'high' })
  expect(await setLabel(context, { id, environment: 'prod' })).toMatchObject({
    owner: 'payments',
    environment: 'prod',
    criticality: 'high',
    setBy: 'Ada',
  })
  const row = await database.prisma.resource.findUniqueOrThrow({ where: { id } })
  expect(row.derived).toMatchObject({ owner: 'payments', env: 'prod', criticality: 'high' })
  expect(await setLabel(context, { id, owner: null })).toMatchObject({ owner: null, criticality: 'high' })
  const audited = await database.prisma.auditEntry.findMany({ where: { action: 'resource.label' } })
  expect(audited).toHaveLength(3)
})

test('nobody labels what there is not, and a viewer labels nothing', async () => {
  await expect(setLabel(makeContext(database, 'responder'), { id: 999_999, owner: 'x' })).rejects.toThrow(
    NotFoundError,
  )
  await expect(setLabel(makeContext(database, 'viewer'), { id, owner: 'x' })).rejects.toThrow(ForbiddenError)
})

test('tag keys are the usual ones until an administrator chooses others', async () => {
  expect(await getTagKeys(makeContext(database, 'viewer'))).toEqual(DEFAULT_LABEL_KEYS)
  const keys = { owner: ['CostCentre'], environment: ['tier'], criticality: ['weight'] }
  await expect(setTagKeys(makeContext(database, 'responder'), keys)).rejects.toThrow(ForbiddenError)
  await setTagKeys(makeContext(database, 'admin'), keys)
  expect(await getTagKeys(makeContext(database, 'viewer'))).toEqual(keys)
})
