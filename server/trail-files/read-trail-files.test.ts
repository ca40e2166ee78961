import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { exampleRecord } from '#server/detections/example-record.ts'
import { readTrailFiles } from './read-trail-files.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trail-files-'))
})
afterEach(() => rm(dir, { recursive: true }))

const record = (index: number) => exampleRecord({ source: 'iam', name: 'ListUsers' }, index)
const text = (...indexes: number[]) => JSON.stringify({ Records: indexes.map(record) })

async function read(paths: string[], options: Parameters<typeof readTrailFiles>[1] = {}) {
  const records: string[] = []
  const rejects: string[] = []
  let repeated = 0
  const files = paths.map((path) => ({ path, bytes: 1 }))
  for await (const batch of readTrailFiles(files, { clock: () => Date.UTC(2026, 10, 21), ...options })) {
    records.push(...batch.records.map(({ eventId }) => eventId))
    rejects.push(...batch.rejects.map(({ place, reason }) => `${place.slice(dir.length + 1)} ${reason}`))
    repeated += batch.notes.repeated
  }
  return { records, rejects, repeated }
}

it('reads one file after another, and a record that is in two once', async () => {
  const [a, b, gone] = [join(dir, 'a.json'), join(dir, 'b.json.gz'), join(dir, 'gone.json')]
  await writeFile(a, text(0, 1))
  await writeFile(b, gzipSync(text(1, 2)))
  expect(await read([a, gone, dir, b])).toEqual({
    records: [0, 1, 2].map((index) => record(index).eventID),
    rejects: ['gone.json unreadable-file', ' unreadable-file'],
    repeated: 1,
  })
})

it('has all that a broken gzip file still holds', async () => {
  const whole = gzipSync(text(...Array.from({ length: 200 }, (_, index) => index)))
  const broken = join(dir, 'a.json.gz')
  await writeFile(broken, whole.subarray(0, whole.length - 200))
  const { records, rejects } = await read([broken])
  expect(records.length).toBeGreaterThan(50)
  expect(new Set(rejects)).toEqual(new Set(['a.json.gz truncated-file']))
})

it('reads standard input, and no further once it is told to stop', async () => {
  const stopping = new AbortController()
  async function* input() {
    yield text(0)
    yield text(1)
  }
  expect((await read(['-'], { input: input() })).records).toHaveLength(2)
  stopping.abort()
  expect(await read(['-'], { input: input(), signal: stopping.signal })).toMatchObject({ records: [] })
})
