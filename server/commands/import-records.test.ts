import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exampleRecord } from '#server/detections/example-record.ts'
import { readEnv } from '#server/env.ts'
import { createAccount } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { importRecords } from './import-records.ts'

const DAY_MS = 24 * 3600_000

let store: Awaited<ReturnType<typeof createTestDatabase>>
let dir: string
beforeAll(async () => {
  store = await createTestDatabase()
  dir = await mkdtemp(join(tmpdir(), 'import-'))
  await createAccount(store)
})
afterAll(async () => {
  await store.drop()
  await rm(dir, { recursive: true })
})
beforeEach(async () => {
  await store.pool.query('TRUNCATE trail_event, trail_reject, alert, detection_hit, detection_state CASCADE')
})

class Sink extends Writable {
  text = ''
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

async function run(paths: string[], options: object = {}, input?: string) {
  const out = new Sink()
  const err = new Sink()
  async function* given() {
    yield input ?? ''
  }
  const env = readEnv({ DATABASE_URL: store.url, SIGHTLINE_LOG_LEVEL: 'silent' })
  const code = await importRecords(paths, options, { out, err, input: given() }, env)
  return { code, out: out.text, err: err.text }
}

const count = async (table: string, where = 'true') => {
  const { rows } = await store.pool.query(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`)
  return rows[0]?.n
}

/** UpdateFunctionCode by a person, so long ago. */
function record(index: number, ageMs: number, more: object = {}) {
  const eventTime = new Date(Date.now() - ageMs).toISOString().replace(/\.\d+/, '')
  const request = { functionName: `f${index}` }
  return {
    ...exampleRecord({ source: 'lambda', name: 'UpdateFunctionCode20150331v2', request }, index),
    eventTime,
    ...more,
  }
}

async function put(name: string, records: object[]) {
  const path = join(dir, name)
  await writeFile(path, gzipSync(JSON.stringify({ Records: records })))
  return path
}

describe('sightline import', () => {
  it('takes records in once, however often it is started', async () => {
    const a = await put('a.json.gz', [record(0, 2 * DAY_MS), record(1, 3 * DAY_MS)])
    const b = await put('b.json.gz', [record(1, 3 * DAY_MS), record(2, DAY_MS * 4)])
    expect(await run([a])).toMatchObject({ code: 0, out: expect.stringContaining('2 added.') })
    const again = await run([a, b])
    expect(again.out).toMatch(/Records: 1 added; 2 were there already\./)
    expect(again.err).toContain('1 read twice and taken once')
    expect(await count('trail_event', `source = 'import'`)).toBe(3)
  })

  it('finds what they show, and wakes nobody for what is older than a day', async () => {
    const old = await put('old.json.gz', [record(0, 3 * DAY_MS)])
    expect((await run([old])).out).toMatch(/Detections: [1-9]\d*, of which 0 opened an alert\./)
    expect(await count('alert')).toBe(0)
    expect(await count('detection_hit')).toBeGreaterThan(0)
    const fresh = await put('fresh.json.gz', [record(1, 3600_000)])
    expect((await run([fresh])).out).toMatch(/of which [1-9]\d* opened an alert/)
    expect(await count('alert')).toBeGreaterThan(0)
  })

  it('keeps records of accounts that are not watched aside, unless they are wanted', async () => {
    const foreign = { recipientAccountId: '999988887777' }
    const path = await put('foreign.json.gz', [
      record(0, DAY_MS),
      record(1, DAY_MS, foreign),
      record(2, DAY_MS, foreign),
    ])
    const { code, err } = await run([path])
    expect(code).toBe(3)
    expect(err).toContain('account that is not watched: 2')
    expect(err).toContain('Records of account 999988887777, which is not watched.')
    expect(await count('trail_event')).toBe(1)
    expect(await count('trail_reject', `reason = 'unknown-account' AND count = 2`)).toBe(1)
    expect((await run([path], { anyAccount: true })).code).toBe(0)
    expect(await count('trail_event')).toBe(3)
  })

  it('keeps what cannot be read aside with its reason, and goes on', async () => {
    const text = `${JSON.stringify(record(0, DAY_MS))}\n{"eventVersion":"1.11","eventName\n${JSON.stringify(record(1, DAY_MS))}`
    expect(await run(['-'], {}, text)).toMatchObject({ code: 3, out: expect.stringContaining('2 added') })
    expect(await count('trail_reject', `source = 'import' AND place = '-' AND reason = 'broken-json'`)).toBe(
      1,
    )
    expect((await run(['-'], { allowPartial: true }, text)).code).toBe(0)
  })

  it('leaves out what is older than events are kept, and says so', async () => {
    const path = await put('ancient.json.gz', [record(0, 400 * DAY_MS), record(1, DAY_MS)])
    expect((await run([path])).out).toContain(
      '1 added; 1 older than the 90 days for which events are kept, left out',
    )
  })

  it('keeps an id that is there with other content aside', async () => {
    const path = await put('one.json.gz', [record(0, 2 * DAY_MS)])
    await run([path])
    const other = await put('other.json.gz', [record(0, 2 * DAY_MS, { awsRegion: 'us-east-1' })])
    expect(await run([other])).toMatchObject({ code: 3, out: expect.stringContaining('kept aside') })
    expect(await count('trail_event', `region = 'us-east-1'`)).toBe(0)
  })

  it.each([
    [[join('no', 'such', 'file')], {}, 'It is not there.'],
    [['-'], { account: 'x' }, '--account takes an id of twelve digits.'],
  ])('ends with 2 for %j %j', async (paths, options, said) => {
    expect(await run(paths, options)).toMatchObject({ code: 2, err: expect.stringContaining(said) })
  })
})
