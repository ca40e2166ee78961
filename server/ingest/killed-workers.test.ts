import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRandom } from '#server/testing/seed/random.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { emptyStore, ingestInto, left, traffic } from './ingest-for-test.ts'

const SEED = 12
const ROUNDS = 25
const WORKER = join(import.meta.dirname, 'mortal-worker-for-test.ts')
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'sightline-test-compiled') }

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

/** What ended it: a signal, or the code that it exited with. */
function work(source: string, diesAtStatement: number): Promise<string | number | null> {
  return new Promise((resolve, reject) => {
    const given = [WORKER, db.url, source, String(SEED), String(diesAtStatement), '5']
    const child = spawn(process.execPath, given, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ?? code))
  })
}

it('loses and doubles nothing while two workers are killed fifty times in the middle of the same records', async () => {
  await ingestInto(db).ingest(traffic(SEED))
  const { alerts, ...whole } = await left(db.pool)
  await emptyStore(db.pool)

  const random = createRandom(SEED)
  let killed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const ends = await Promise.all(['lookup', 'queue'].map((source) => work(source, 4 + random.int(60))))
    killed += ends.filter((end) => end === 'SIGKILL').length
  }
  expect(killed).toBe(2 * ROUNDS)
  expect((await left(db.pool)).events.length).toBeLessThan(whole.events.length)

  expect(await Promise.all([work('lookup', 0), work('queue', 0)])).toEqual([0, 0])
  const { alerts: told, ...after } = await left(db.pool)
  expect(after).toEqual(whole)
  const fingerprints = (rows: typeof alerts) => rows.map(({ fingerprint }) => fingerprint)
  expect(fingerprints(told)).toEqual(fingerprints(alerts))
}, 600_000)
