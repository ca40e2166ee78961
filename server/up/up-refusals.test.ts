import { readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTempDir } from '#server/testing/open-temp-dir.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { childrenOf, runUp } from './run-for-test.ts'

let dir = ''
let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  dir = await openTempDir('sightline-up-')
  await writeFile(join(dir, 'file'), '')
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

/** Starts, waits for the end, and gives the one line that it says. */
async function refusal(env: Record<string, string>): Promise<string> {
  const run = runUp({ env: { SIGHTLINE_DATA_DIR: join(dir, 'data'), SIGHTLINE_PORT: '0', ...env } })
  expect(await run.exited).toBe(1)
  expect(childrenOf(run.pid)).toEqual([])
  const lines = run.err().trim().split('\n')
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

test('a taken port', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await refusal({ SIGHTLINE_PORT: String(port) })).toBe(
    `Port ${port} is taken: stop what uses it, or set SIGHTLINE_PORT to another.`,
  )
  await new Promise((resolve) => server.close(resolve))
  expect(await readdir(join(dir, 'data'))).toEqual([])
})

test('a folder that cannot be written', async () => {
  const path = join(dir, 'file', 'data')
  expect(await refusal({ SIGHTLINE_DATA_DIR: path })).toBe(
    `The folder ${path} cannot be written (ENOTDIR): set SIGHTLINE_DATA_DIR to one that can.`,
  )
})

test.each([
  [{ SIGHTLINE_MODE: 'prod' }, 'SIGHTLINE_MODE is neither demo nor aws.'],
  [{ SIGHTLINE_PORT: 'eighty' }, 'SIGHTLINE_PORT is not a whole number from 0 to 65535.'],
  [{ SIGHTLINE_SECRET: 'short' }, 'SIGHTLINE_SECRET is shorter than 32 characters.'],
  [{ DATABASE_URL: 'mysql://x:hush@y/z' }, 'DATABASE_URL is not a postgresql:// address.'],
])('a bad setting: %j', async (env, sentence) => {
  expect(await refusal(env)).toBe(sentence)
})

test('a database that cannot be reached, without its password', async () => {
  const said = await refusal({ DATABASE_URL: 'postgresql://someone:hush@127.0.0.1:9/none' })
  expect(said).toBe('The database cannot be reached (ECONNREFUSED): check DATABASE_URL.')
})

test('a database that belongs to the other mode', async () => {
  await database.prisma.setting.create({ data: { key: 'mode', value: 'aws' } })
  expect(await refusal({ DATABASE_URL: database.url })).toBe(
    'The database holds a real estate and this start is for demo mode: use another DATABASE_URL, or set SIGHTLINE_MODE=aws.',
  )
  expect(await database.prisma.setting.findUnique({ where: { key: 'mode' } })).toMatchObject({ value: 'aws' })
})

test('a database of a newer version, which is left as it is', async () => {
  await database.pool.query(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     VALUES ('later', 'x', now(), '29990101000000_later', 1)`,
  )
  const counted = async () => (await database.pool.query('SELECT count(*) FROM _prisma_migrations')).rows
  const before = await counted()
  expect(await refusal({ DATABASE_URL: database.url })).toBe(
    'The database was written by a newer Sightline (it has migration 29990101000000_later): start that version, or use another database.',
  )
  expect(await counted()).toEqual(before)
})
