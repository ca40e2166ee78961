import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { openTempDir } from './open-temp-dir.ts'

/** One real Postgres for the whole run: the one at TEST_DATABASE_URL, or an embedded one in a folder that goes away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    project.provide('testDatabaseUrl', given)
    return async () => undefined
  }
  const dir = await openTempDir('sightline-test-')
  const postgres = await startPostgres(dir, {
    settings: ['fsync=off', 'synchronous_commit=off', 'max_connections=200'],
  })
  project.provide('testDatabaseUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
