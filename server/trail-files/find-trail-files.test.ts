import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findTrailFiles } from './find-trail-files.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trail-files-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function put(path: string, content: string | Uint8Array = '{"Records":[]}', modified?: string) {
  await mkdir(dirname(join(dir, path)), { recursive: true })
  await writeFile(join(dir, path), content)
  if (modified) await utimes(join(dir, path), new Date(modified), new Date(modified))
}
const at = (time: string) => JSON.stringify({ Records: [{ eventVersion: '1.11', eventTime: time }] })
const find = async (...paths: string[]) => {
  const found = await findTrailFiles(paths.map((path) => join(dir, path)))
  return { ...found, names: found.files.map(({ path }) => path.slice(dir.length + 1)) }
}

const LOGS = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20'

it('puts files in the order of the times in their names, their folders, their first event, their own', async () => {
  await put(`${LOGS}/111122223333_CloudTrail_eu-west-1_20261120T0905Z_b.json.gz`)
  await put('a/AWSLogs/444455556666/CloudTrail/eu-west-1/2026/11/20/x_20261120T0900Z_a.json.gz')
  await put('firehose/2026/11/20/08/stream-1')
  await put('export.json.gz', gzipSync(at('2026-11-20T08:30:00Z')))
  await put('lookup.jsonl', '{"EventId":"1","EventTime":1795163400}')
  await put('plain.json', '{"Records":[]}', '2026-11-20T09:10:00Z')
  expect((await find('.')).names.map((name) => name.split('/').at(-1))).toEqual([
    'stream-1',
    'export.json.gz',
    'lookup.jsonl',
    'x_20261120T0900Z_a.json.gz',
    '111122223333_CloudTrail_eu-west-1_20261120T0905Z_b.json.gz',
    'plain.json',
  ])
})

it('takes of folders what may be logs of CloudTrail, and counts the rest', async () => {
  for (const name of ['a.json', 'b.jsonl', 'c.ndjson.gz', 'd.gz', 'e.log', 'f.txt']) await put(name)
  for (const name of ['g.md', 'h.tar.gz', 'i.png', 'j.ts']) await put(name)
  await put('k', 'no JSON')
  await put('.hidden/l.json')
  await put('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20/m.json.gz')
  await put('AWSLogs/o-abc/111122223333/elasticloadbalancing/eu-west-1/n.log.gz')
  await put('AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/o.json.gz')
  const { names, otherFiles, rejects } = await find('.')
  expect(names.map((name) => name.split('/').at(-1)).sort()).toEqual([
    ...['a.json', 'b.jsonl', 'c.ndjson.gz', 'd.gz', 'e.log', 'f.txt', 'o.json.gz'],
  ])
  expect(otherFiles).toBe(7)
  expect(rejects).toEqual([])
})

it('takes a file that is named whatever its name, and each file once', async () => {
  await put('a.bin')
  await put('folder/b.json')
  expect((await find('a.bin', 'folder', 'folder/b.json', '.')).names.toSorted()).toEqual([
    'a.bin',
    'folder/b.json',
  ])
})

it('says what is not there, and links that lead round in a circle', async () => {
  await put('folder/a.json')
  await symlink('..', join(dir, 'folder/up'))
  await symlink('self', join(dir, 'self'))
  await symlink('nowhere.json', join(dir, 'dangling.json'))
  const { names, rejects } = await find('.', 'missing.json')
  expect(names).toEqual(['folder/a.json'])
  expect(rejects.map(({ place, reason }) => `${place.slice(dir.length + 1)} ${reason}`)).toEqual([
    'dangling.json unreadable-file',
    'folder/up link-loop',
    'self link-loop',
    'missing.json unreadable-file',
  ])
})

it('leaves standard input where it is asked for', async () => {
  expect((await findTrailFiles(['-'])).files).toEqual([{ path: '-', bytes: 0 }])
})
