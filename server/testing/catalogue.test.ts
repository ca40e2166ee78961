import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { BASELINES } from '#server/baselines/index.ts'
import { CHECKS } from '#server/checks/index.ts'
import { COLLECTORS } from '#server/collectors/index.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import { FOURTEEN_RISKS } from '#server/frameworks/fourteen-risks.ts'

const SERVER = new URL('../', import.meta.url)
const CATALOGUES = [
  { folder: 'checks', entries: CHECKS, examples: ['pass', 'fail', 'unknown', 'not applicable'] },
  { folder: 'baselines', entries: BASELINES, examples: ['quiet', 'breach', 'unknown'] },
] as const

/** Names of the files in a folder, and where entries lie in folders in those, that have a test beside them. */
function tested(folder: URL, recursive: boolean): string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => basename(path, '.test.ts'))
    .sort()
}

/** Names of the files that make an entry, in all folders of the detections. */
function defined(folder: URL): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path.includes('/') && !path.endsWith('.test.ts'))
    .filter((path) => readFileSync(new URL(path, folder), 'utf8').includes(' = defineDetection({'))
    .map((path) => path.slice(0, -'.ts'.length))
    .sort()
}

/** Tested files in the catalogues' folders that are no entries. */
const BESIDES = new Set(['remedy', 'evaluate-check', 'define-check'])

const TESTED = CATALOGUES.flatMap(({ folder, entries, examples }) =>
  entries.map((entry) => ({
    folder: 'group' in entry ? `${folder}/${entry.group}` : folder,
    entry,
    examples,
    id: entry.id as string,
  })),
)
const ENTRIES = [
  ...TESTED,
  ...DETECTIONS.map((entry) => ({ folder: `detections/${entry.group}`, entry, id: entry.id })),
]
const collectorIds = new Set(COLLECTORS.map(({ id }) => id))
const riskIds = new Set(FOURTEEN_RISKS.map(({ id }) => id))
const sentences = (text: string) => text.split(/[.?!](?=\s|$)/).filter((part) => part.trim() !== '').length

describe('the catalogue', () => {
  it('gives every entry an id of its own', () => {
    const ids = ENTRIES.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each(CATALOGUES)('lists every entry of $folder in its index', ({ folder, entries }) => {
    const expected = entries.map(({ id }) => id as string).sort()
    const files = tested(new URL(`${folder}/`, SERVER), folder === 'checks')
    expect(files.filter((name) => !BESIDES.has(name))).toEqual(expected)
  })

  it('lists every detection in an index, under its own name', () => {
    const expected = DETECTIONS.map(({ group, id }) => `${group}/${id}`).sort()
    expect(defined(new URL('detections/', SERVER))).toEqual(expected)
  })

  it.each(DETECTIONS)('detections/$id has examples that fire and that do not', ({ examples }) => {
    expect(examples.fires.length).toBeGreaterThan(0)
    expect(examples.quiet.length).toBeGreaterThan(0)
  })

  it.each(TESTED)(
    '$folder/$id has examples of each verdict in a test beside it',
    ({ folder, id, examples }) => {
      const file = new URL(`${folder}/${id}.test.ts`, SERVER)
      expect(existsSync(file)).toBe(true)
      const text = readFileSync(file, 'utf8')
      for (const example of examples) expect(text).toMatch(new RegExp(`['\`][^'\`]*\\b${example}\\b`))
    },
  )

  it.each(ENTRIES)('$folder/$id needs what some collector brings', ({ entry }) => {
    expect(entry.needs.length).toBeGreaterThan(0)
    expect(entry.needs.filter((id) => !collectorIds.has(id))).toEqual([])
  })

  it.each(ENTRIES)('$folder/$id says what it is in few words', ({ entry }) => {
    expect(entry.title.length).toBeLessThanOrEqual(60)
    expect(entry.title).not.toMatch(/\.$/)
    expect(entry.why).toMatch(/\.$/)
    expect(entry.why.length).toBeLessThanOrEqual(260)
    expect(sentences(entry.why)).toBeLessThanOrEqual(2)
  })

  it.each([...DETECTIONS, ...BASELINES])('$id says what to do', ({ response }) => {
    expect(response.length).toBeGreaterThan(0)
    for (const { text, command } of response) {
      expect(text).toMatch(/\.$/)
      expect(text.length).toBeLessThanOrEqual(120)
      if (command !== null) expect(command).toMatch(/^aws /)
    }
  })

  it.each(ENTRIES)('$folder/$id leads on to sources and risks that exist', ({ entry }) => {
    expect(entry.references.length).toBeGreaterThan(0)
    for (const reference of entry.references) expect(new URL(reference).protocol).toBe('https:')
    expect(entry.risks.length).toBeGreaterThan(0)
    expect(entry.risks.filter((id) => !riskIds.has(id))).toEqual([])
  })

  it.each(DETECTIONS)('detections/$id names ATT&CK techniques and its false positives', (detection) => {
    expect(detection.techniques.length).toBeGreaterThan(0)
    for (const technique of detection.techniques) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/)
    expect(detection.falsePositives).toMatch(/\.$/)
  })

  it('is what docs/catalogue says: run `npm run docs` after a change', async () => {
    const script = fileURLToPath(new URL('../scripts/generate-docs.ts', SERVER))
    await expect(promisify(execFile)(process.execPath, [script, '--check'])).resolves.toBeDefined()
  })
})
