import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeZip } from '#demo/code/write-zip.ts'
import { OsvDatabase } from './osv-database.ts'

const entry = (id: string, ecosystem: string, name: string, modified = '2026-11-01T00:00:00Z') =>
  JSON.stringify({
    id,
    modified,
    summary: id,
    affected: [{ package: { ecosystem, name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }],
  })
const LODASH = { ecosystem: 'npm', name: 'lodash' } as const
const FLASK = { ecosystem: 'PyPI', name: 'Flask' } as const

async function openTempDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sightline-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function write(folder: string, path: string, content: string | Buffer) {
  const file = join(folder, path)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, content)
  return file
}

const idsOf = (found: { advisories: ReadonlyMap<string, { id: string }[]> }) =>
  [...found.advisories].flatMap(([key, list]) => list.map(({ id }) => `${key} ${id}`)).sort()

describe('a vulnerability database', () => {
  it('is a folder of files, or of zips by ecosystem, of which only what is asked for is kept', async () => {
    const folder = await openTempDir()
    await write(folder, 'loose/GHSA-1.json', entry('GHSA-1', 'npm', 'lodash'))
    await write(folder, 'loose/notes.json', '{"hello": "world"}')
    const files = [
      { path: 'PYSEC-1.json', content: entry('PYSEC-1', 'PyPI', 'flask', '2026-11-19T08:00:00Z') },
      { path: 'PYSEC-2.json', content: entry('PYSEC-2', 'PyPI', 'django') },
    ]
    await write(folder, 'PyPI/all.zip', writeZip(files))
    const database = new OsvDatabase(folder)
    const found = await database.lookUp([LODASH, FLASK])
    expect(idsOf(found)).toEqual(['PyPI/flask PYSEC-1', 'npm/lodash GHSA-1'])
    expect(found.date).toBe('2026-11-19')
  })

  it('is read again when it is another one, or another package is asked for', async () => {
    const folder = await openTempDir()
    const file = await write(folder, 'a.json', entry('A-1', 'npm', 'lodash'))
    await write(folder, 'b.json', entry('B-1', 'PyPI', 'flask'))
    const database = new OsvDatabase(folder)
    expect(idsOf(await database.lookUp([LODASH]))).toEqual(['npm/lodash A-1'])
    expect(idsOf(await database.lookUp([FLASK]))).toEqual(['PyPI/flask B-1', 'npm/lodash A-1'])
    await writeFile(file, entry('A-2', 'npm', 'lodash', '2026-12-01T00:00:00Z'))
    await utimes(file, new Date(), new Date(Date.now() + 5000))
    const [first, second] = await Promise.all([database.lookUp([LODASH]), database.lookUp([FLASK])])
    expect(idsOf(first)).toContain('npm/lodash A-2')
    expect(idsOf(second)).toEqual(['PyPI/flask B-1', 'npm/lodash A-2'])
    expect(second.date).toBe('2026-12-01')
  })

  it.each([
    ['is not there', async () => '/nowhere/at/all', /cannot be read/],
    ['is empty', openTempDir, /holds no advisories/],
    [
      'holds something else',
      async () => {
        const folder = await openTempDir()
        await write(folder, 'package.json', '{}')
        return folder
      },
      /holds no advisories/,
    ],
    [
      'has a zip that is cut off',
      async () => {
        const folder = await openTempDir()
        await write(
          folder,
          'all.zip',
          writeZip([{ path: 'a.json', content: entry('A', 'npm', 'a') }]).subarray(0, 60),
        )
        return folder
      },
      /no zip, or cut off/,
    ],
  ])('that %s is said so', async (_, make, word) => {
    await expect(new OsvDatabase(await make()).lookUp([LODASH])).rejects.toThrow(word)
  })
})
