import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { migrate } from './migrate.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
let dir: string

async function migration(name: string, sql: string): Promise<void> {
  await mkdir(join(dir, name), { recursive: true })
  await writeFile(join(dir, name, 'migration.sql'), sql)
}

beforeAll(async () => {
  db = await createTestDatabase()
  await db.pool.query('DROP TABLE _prisma_migrations')
  dir = await mkdtemp(join(tmpdir(), 'migrations-'))
})
afterAll(async () => {
  await db.drop()
  await rm(dir, { recursive: true })
})

describe('migrate', () => {
  it('applies what is missing once, however many processes start at once', async () => {
    await migration('1_first', 'CREATE TABLE first (id int)')
    const runs = await Promise.all([migrate(db.pool, dir), migrate(db.pool, dir), migrate(db.pool, dir)])
    expect(runs.flat()).toEqual(['1_first'])
  })

  it('leaves nothing of a migration that fails', async () => {
    await migration('2_broken', 'CREATE TABLE second (id int); SELECT no_such_function()')
    await expect(migrate(db.pool, dir)).rejects.toThrow('no_such_function')
    const { rows } = await db.pool.query("SELECT to_regclass('second') AS found")
    expect(rows[0].found).toBeNull()
    await rm(join(dir, '2_broken'), { recursive: true })
  })

  it('refuses a migration whose file was changed after it ran', async () => {
    await migration('1_first', 'CREATE TABLE first (id bigint)')
    await expect(migrate(db.pool, dir)).rejects.toThrow('differs from the one that was applied')
  })

  it('refuses a database that a newer version wrote, and changes nothing', async () => {
    await rm(join(dir, '1_first'), { recursive: true })
    await migration('0_other', 'CREATE TABLE other (id int)')
    await expect(migrate(db.pool, dir)).rejects.toThrow('written by a newer Sightline')
    const { rows } = await db.pool.query("SELECT to_regclass('other') AS found")
    expect(rows[0].found).toBeNull()
  })
})
