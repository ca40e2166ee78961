import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SettingError } from '#server/errors.ts'
import { seedStore } from '#server/testing/seed-store.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { printInventory } from './print-inventory.ts'
import { printPolicy } from './print-policy.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
const FUNCTIONS = 12

beforeAll(async () => {
  db = await createTestDatabase()
  await seedStore(db, { functions: FUNCTIONS, days: 2, now: Date.now(), eventsPerDay: 5, alerts: 1 })
  vi.stubEnv('DATABASE_URL', db.url)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.drop()
})

function collect() {
  const parts: string[] = []
  const stream = new Writable({
    highWaterMark: 16,
    write(chunk, _, done) {
      parts.push(String(chunk))
      setImmediate(done)
    },
  })
  return { stream, text: () => parts.join('') }
}

describe('sightline inventory', () => {
  test('prints every function with role, triggers and reach as JSON', async () => {
    const { stream, text } = collect()
    await printInventory({ format: 'json' }, stream)
    const items = JSON.parse(text()) as Record<string, unknown>[]
    expect(items).toHaveLength(FUNCTIONS)
    expect(items[0]).toMatchObject({
      role: { arn: expect.stringContaining(':role/'), level: expect.any(String) },
      reach: { level: expect.any(String), answers: expect.any(Array) },
      triggers: expect.any(Array),
    })
  })

  test('prints CSV with a line a function in which nothing runs', async () => {
    const { stream, text } = collect()
    await printInventory({ format: 'csv' }, stream)
    const lines = text().trim().split('\r\n')
    expect(lines).toHaveLength(FUNCTIONS + 1)
    expect(lines.slice(1).every((line) => line.startsWith('arn:aws:lambda:'))).toBe(true)
  })

  test('ends quietly when its reader has had enough', async () => {
    const stream = new Writable({
      highWaterMark: 1,
      write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    })
    await expect(printInventory({ format: 'json' }, stream)).resolves.toBeUndefined()
  })

  test('refuses another format', async () => {
    await expect(printInventory({ format: 'xml' })).rejects.toThrow(SettingError)
  })
})

describe('sightline policy', () => {
  const run = async (name: string, options: Partial<{ format: string; days: string }> = {}) => {
    const [out, err] = [collect(), collect()]
    const code = await printPolicy(
      name,
      { format: 'json', days: '90', ...options },
      { out: out.stream, err: err.stream },
    )
    return { code, out: out.text(), err: err.text() }
  }
  const any = () =>
    db.prisma.resource.findFirstOrThrow({
      where: { kind: 'function', deletedAt: null },
      orderBy: { id: 'asc' },
    })

  test.each(['json', 'sam', 'terraform', 'cfn'])('prints the policy as %s', async (format) => {
    const { arn } = await any()
    const { code, out } = await run(`${arn}:live`, { format })
    expect(code).toBe(0)
    expect(out).toContain('dynamodb:DescribeTable')
  })

  test('takes a name that one function alone has, and names those of several', async () => {
    const fn = await any()
    expect((await run(fn.name)).code).toBe(0)
    await db.prisma.resource.update({
      where: { id: fn.id + 1 },
      data: { name: fn.name },
    })
    await expect(run(fn.name)).rejects.toThrow(/2 functions are named/)
  })

  test.each([
    ['nosuch', {}, /no function nosuch/],
    ['x', { format: 'yaml' }, /--format takes/],
    ['x', { days: 'many' }, /--days takes/],
  ])('refuses %s %j', async (name, options, message) => {
    await expect(run(name, options)).rejects.toThrow(message)
  })

  test('says why where nothing can be proposed, with an exit code of its own', async () => {
    await db.pool.query('TRUNCATE trail_event, role_last_accessed, collector_cursor')
    const { arn } = await any()
    const { code, out, err } = await run(arn)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^Nothing can be proposed: /)
  })
})
