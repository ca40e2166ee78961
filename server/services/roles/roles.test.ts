import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NotFoundError } from '#server/errors.ts'
import { listRolesRoute } from '#server/http/routes/roles.ts'
import { getFunctionProposal } from '#server/services/functions/get-function-proposal.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { seedStore } from '#server/testing/seed-store.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getRole } from './get-role.ts'
import { getRoleProposal } from './get-role-proposal.ts'
import { listRoles } from './list-roles.ts'
import { listRolesQuery } from './schema.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
  await seedStore(db, { functions: 30, days: 2, now: NOW, eventsPerDay: 20, alerts: 2 })
})
afterAll(() => db.drop())

const context = () => makeContext(db, 'viewer', NOW)
const list = (query: Record<string, unknown> = {}) => listRoles(context(), listRolesQuery.parse(query))
const shared = async () => {
  const { items } = await list({ q: 'name:shared-prod' })
  const [row] = items
  if (!row) throw new Error('no shared role')
  return row
}

describe('the list of roles', () => {
  test('puts the worst first and counts facets without their own filter', async () => {
    const { items, facets, total } = await list()
    expect(items.slice(0, 2).map((row) => row.level)).toEqual(['critical', 'critical'])
    expect(items[0]).toMatchObject({
      admin: true,
      wildcard: true,
      boundary: false,
      trust: ['lambda.amazonaws.com'],
    })
    expect(facets.level.reduce((sum, one) => sum + one.count, 0)).toBe(total)
    const risky = await list({ risk: 'admin', level: 'high' })
    expect(risky.total).toBe(0)
    expect(risky.facets.level).toContainEqual({ value: 'critical', label: 'critical', count: 2 })
    const use = new Map(facets.use.map((one) => [one.value, one.count]))
    expect(use.get('execution')).toBe(total)
    expect(use.get('shared')).toBeGreaterThan(0)
  })

  test.each([
    ['risk:admin', true],
    ['functions:>1 level:critical', true],
    ['functions:>100 name:shared', false],
    ['functions:lots', false],
    ['admin:yes trust:lambda', true],
    ['unused:>=1', true],
    ['-use:execution', false],
    ["'; DROP TABLE resource; --", false],
    ['%', false],
  ])('%s', async (q, found) => {
    expect((await list({ q })).total > 0).toBe(found)
  })

  test('answers CSV with what nobody knows named unknown', async () => {
    const answer = await listRolesRoute.run({
      context: context(),
      params: {},
      query: { format: 'csv', q: 'name:shared-prod' },
      body: undefined,
      request: new Request('http://x'),
    })
    const [, line] = (await (answer as Response).text()).split('\r\n')
    expect(line).toContain('shared-prod')
    expect(line).toContain('critical')
  })

  test('knows a role that was not judged yet as unknown', async () => {
    const { id } = await shared()
    const before = await db.prisma.resource.findUniqueOrThrow({ where: { id } })
    await db.prisma.resource.update({ where: { id }, data: { derived: {} } })
    expect((await list({ q: 'name:shared-prod', level: 'unknown' })).items[0]).toMatchObject({
      level: 'unknown',
      services: null,
      admin: null,
      functions: expect.any(Number),
    })
    await db.prisma.resource.update({ where: { id }, data: { derived: before.derived ?? {} } })
  })
})

describe('one role', () => {
  test('shows what it may do, who may become it, its functions and when it last used what', async () => {
    const row = await shared()
    const role = await getRole(context(), { id: row.id })
    expect(role.access).toMatchObject({ level: 'critical', permissions: { admin: true } })
    expect(role.access?.risks[0]?.risk).toBe('admin')
    expect(role.functions).toHaveLength(row.functions)
    expect(role.lastAccessed.state).toBe('known')
    const uses = new Map(role.access?.permissions.services.map((one) => [one.service, one.use]))
    expect(uses.get('dynamodb')).toBe('used')
    expect(uses.get('s3')).toBe('not used')
    expect(uses.get('sqs')).toBe('unknown')
  })

  test('does not exist under the id of something else', async () => {
    const fn = await db.prisma.resource.findFirstOrThrow({ where: { kind: 'function' } })
    for (const id of [fn.id, 999_999]) {
      await expect(getRole(context(), { id })).rejects.toThrow(NotFoundError)
      await expect(getRoleProposal(context(), { id, days: 90 })).rejects.toThrow(NotFoundError)
    }
  })
})

describe('a proposed policy', () => {
  const actionsOf = (policy: string) =>
    (JSON.parse(policy).Statement as { Action: string | string[] }[]).flatMap((one) => one.Action)

  test('keeps what was seen, drops what was not, and comes in every form', async () => {
    const { id } = await shared()
    const { proposal, texts, functions, diff } = await getRoleProposal(context(), { id, days: 90 })
    expect(proposal.state).toBe('proposed')
    expect(actionsOf(proposal.policy)).toContain('dynamodb:DescribeTable')
    expect(actionsOf(proposal.policy)).not.toContain('*')
    expect(functions.length).toBeGreaterThan(1)
    expect(diff.some((line) => line.kind === 'removed')).toBe(true)
    expect(Object.keys(texts)).toEqual(['json', 'sam', 'terraform', 'cfn'])
    expect(texts.terraform).toContain('aws_iam')
  })

  test('of one function counts its own sessions alone', async () => {
    const { functions } = await getRole(context(), { id: (await shared()).id })
    const called = await Promise.all(
      functions.map(async (one) => {
        const { proposal, functions: whose } = await getFunctionProposal(context(), { id: one.id, days: 90 })
        expect(whose.map(({ name }) => name)).toEqual([one.name])
        return proposal.lines.some((line) => line.because.some(({ source }) => source === 'event'))
      }),
    )
    expect(called).toContain(true)
    expect(called).toContain(false)
  })
})
