import { afterAll, beforeAll, expect, test } from 'vitest'
import { InvalidInputError, NotFoundError } from '#server/errors.ts'
import { parseInput } from '#server/services/parse-input.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getMap } from './get-map.ts'
import { estateMap, mapQuery } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let id: number

async function createTrigger(resourceId: number, detail: string, audience: string): Promise<void> {
  await database.prisma.trigger.create({
    data: {
      resourceId,
      key: `${resourceId} ${detail}`,
      accountId: ACCOUNT_ID,
      region: REGION,
      kind: 'api',
      source: 'arn:aws:apigateway:eu-west-1::/apis/shop',
      sourceName: 'shop',
      functionArn: 'x',
      functionName: 'x',
      invocation: 'synchronous',
      sides: 'both',
      live: true,
      failuresVia: 'caller',
      audience,
      body: { detail },
      firstSeenAt: new Date(NOW),
    },
  })
}

const read = async (query: Record<string, string> = {}) =>
  estateMap.parse(await getMap(makeContext(database, 'viewer'), parseInput(mapQuery, query)))

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  id = await createFunction(database, { name: 'orders-api' })
  await database.prisma.resource.update({
    where: { id },
    data: { derived: { reach: 'internet', roleLevel: 'high' } },
  })
  await createTrigger(id, 'GET /orders', 'internet')
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:orders-api`
  await database.prisma.functionCall.createMany({
    data: [
      { accountId: ACCOUNT_ID, fromArn: arn, toArn: `${arn}-next`, by: ['permission'], evidence: 'x' },
      { accountId: ACCOUNT_ID, fromArn: `${arn}-before`, toArn: arn, by: ['observed'], evidence: 'x' },
    ],
  })
})
afterAll(() => database.drop())

test('a function stands between who reaches it and what it may do, with its callers and callees', async () => {
  const { nodes, edges } = await read({ focus: `function:${id}` })
  expect(nodes.map((node) => `${node.column} ${node.label}`).sort()).toEqual([
    'audience Internet',
    'function orders-api',
    'resource orders-api-next',
    'role orders-api-role',
    'source orders-api-before',
    'source shop',
    'trigger GET /orders',
  ])
  expect(edges).toHaveLength(6)
  expect(nodes.find((node) => node.column === 'role')).toMatchObject({
    sublabel: 'not collected',
    risk: 'unknown',
  })
})

test('what is not there is not found', async () => {
  await expect(read({ focus: 'function:999999' })).rejects.toThrow(NotFoundError)
  await expect(read({ focus: 'role:999999' })).rejects.toThrow(NotFoundError)
  await expect(read({ focus: 'source:999999' })).rejects.toThrow(NotFoundError)
})

test.each([
  ['focus', 'user:1'],
  ['within', 'name=x'],
  ['within', 'owner=%'],
  ['within', 'owner=%00'],
  ['group', 'colour'],
])('%s=%s is refused', async (key, value) => {
  await expect(read({ [key]: value })).rejects.toThrow(InvalidInputError)
})

test('a small estate is shown function by function, a large one in groups that open', async () => {
  expect((await read()).nodes.map((node) => node.label)).toContain('orders-api')
  for (let i = 0; i < 90; i++)
    await createFunction(database, { name: `f${i}`, region: i < 20 ? 'us-east-1' : REGION })
  const grouped = await read({ group: 'region' })
  expect(
    grouped.nodes.filter((node) => node.column === 'function').map((node) => [node.label, node.count]),
  ).toEqual([
    [REGION, 71],
    ['us-east-1', 20],
  ])
  expect(grouped.edges.find((edge) => edge.to === `group:${REGION}`)).toMatchObject({ count: 1 })
  expect(grouped.nodes.find((node) => node.id === 'audience:internet')).toMatchObject({
    sublabel: '1 trigger',
    href: '/triggers?audience=internet',
  })
  const opened = await read({ group: 'region', within: 'region=us-east-1' })
  expect(opened.nodes.filter((node) => node.kind === 'function')).toHaveLength(20)
})
