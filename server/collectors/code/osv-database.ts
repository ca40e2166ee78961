import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson } from '#server/domain/json.ts'
import { ECOSYSTEMS, type Ecosystem } from '#server/domain/records/code-package-record.ts'
import { type Advisory, packageKey, readAdvisory } from '#server/domain/vulnerabilities/advisory.ts'
import { SafeZip } from './open-zip.ts'
import { ZipBudget, type ZipLimits, ZipRefused } from './zip-limits.ts'

/** An export of all ecosystems, today and for years to come. */
const LIMITS: ZipLimits = {
  entries: 3_000_000,
  totalBytes: 64 * 1024 ** 3,
  singleBytes: 16 * 1024 * 1024,
  archiveBytes: 0,
  ratio: 2000,
  depth: 1,
}
const MOST_ENTRY_BYTES = 16 * 1024 * 1024
const MOST_FOLDERS_DEEP = 4

/** The database cannot be read; the message is in words for people. */
export class OsvUnreadable extends Error {
  override readonly name = 'OsvUnreadable'
}

export type OsvAnswer = {
  advisories: ReadonlyMap<string, Advisory[]>
  /** Day of the newest advisory, as YYYY-MM-DD. */
  date: string
}

type Part = { path: string; isZip: boolean; mark: string }

/**
 * An export of osv.dev: a folder of JSON files, or of zips with such, by ecosystem. Only advisories on packages that were
 * asked for are kept in memory, for as long as the files stay the same.
 */
export class OsvDatabase {
  readonly #folder: string
  #mark = ''
  #date = ''
  #asked = new Set<string>()
  #found = new Map<string, Advisory[]>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Advisories on these packages. The files are gone through once for all that is asked for at a time; what was asked
   * for before is not read again. @throws OsvUnreadable
   */
  lookUp(packages: Iterable<{ ecosystem: Ecosystem; name: string }>): Promise<OsvAnswer> {
    const keys = [...packages].map(({ ecosystem, name }) => packageKey(ecosystem, name))
    const next = this.#last.catch(() => undefined).then(() => this.#lookUp(keys))
    this.#last = next
    return next
  }

  async #lookUp(keys: readonly string[]): Promise<OsvAnswer> {
    const parts = await this.#parts()
    const mark = createHash('sha256')
      .update(parts.map((part) => part.mark).join('\n'))
      .digest('hex')
    const isSame = mark === this.#mark
    if (!isSame || keys.some((key) => !this.#asked.has(key))) {
      const asked = new Set([...(isSame ? this.#asked : []), ...keys])
      const { found, date } = await scan(parts, asked)
      this.#mark = mark
      this.#date = date
      this.#asked = asked
      this.#found = found
    }
    return { advisories: this.#found, date: this.#date }
  }

  async #parts(): Promise<Part[]> {
    const parts: Part[] = []
    const visit = async (folder: string, depth: number) => {
      const entries = await readdir(folder, { withFileTypes: true })
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = join(folder, entry.name)
        if (entry.isDirectory() && depth < MOST_FOLDERS_DEEP) await visit(path, depth + 1)
        else if (isPart(entry)) {
          const { size, mtimeMs } = await stat(path)
          parts.push({ path, isZip: entry.name.endsWith('.zip'), mark: `${path} ${size} ${mtimeMs}` })
        }
      }
    }
    try {
      await visit(this.#folder, 0)
    } catch {
      throw new OsvUnreadable('the folder of the vulnerability database cannot be read')
    }
    if (parts.length === 0)
      throw new OsvUnreadable('the folder of the vulnerability database holds no advisories')
    return parts
  }
}

const isPart = (entry: Dirent) => entry.isFile() && /\.(?:json|zip)$/.test(entry.name)

type Scanned = { found: Map<string, Advisory[]>; date: string; entries: number }

async function scan(parts: readonly Part[], asked: ReadonlySet<string>): Promise<Scanned> {
  const scanned: Scanned = { found: new Map(), date: '', entries: 0 }
  const take = (text: string) => takeEntry(text, asked, scanned)
  for (const { path, isZip } of parts) {
    try {
      if (isZip) await readZip(path, take)
      else if ((await stat(path)).size <= MOST_ENTRY_BYTES) take(await readFile(path, 'utf8'))
    } catch (error) {
      if (!(error instanceof ZipRefused))
        throw new OsvUnreadable('a file of the vulnerability database cannot be read')
      throw new OsvUnreadable(`a zip of the vulnerability database: ${error.message}`)
    }
  }
  if (scanned.entries === 0)
    throw new OsvUnreadable('the folder of the vulnerability database holds no advisories')
  return scanned
}

async function readZip(path: string, take: (text: string) => void): Promise<void> {
  const zip = await SafeZip.open(path, new ZipBudget(LIMITS))
  try {
    for await (const entry of zip.entries())
      if (entry.path.endsWith('.json')) take((await zip.readAll(entry)).toString('utf8'))
  } finally {
    zip.close()
  }
}

const MODIFIED = /"modified"\s*:\s*"(\d{4}-\d\d-\d\d)/
const PACKAGE = /"package"\s*:\s*\{[^{}]*\}/g

/** Most entries are about packages that nobody asked for: they are told by their text, and not parsed. */
function takeEntry(text: string, asked: ReadonlySet<string>, scanned: Scanned): void {
  const modified = MODIFIED.exec(text)?.[1]
  if (modified === undefined) return
  scanned.entries += 1
  if (modified > scanned.date) scanned.date = modified
  if (!namesOne(text, asked)) return
  for (const { key, advisory } of readAdvisory(parseJson(text))) {
    if (!asked.has(key)) continue
    const list = scanned.found.get(key)
    if (list) list.push(advisory)
    else scanned.found.set(key, [advisory])
  }
}

function namesOne(text: string, asked: ReadonlySet<string>): boolean {
  for (const [member] of text.matchAll(PACKAGE)) {
    const name = /"name"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(member)?.[1]
    const ecosystem = /"ecosystem"\s*:\s*"([^":]*)/.exec(member)?.[1]
    const plain = name === undefined ? undefined : parseJson(name)
    const known = ECOSYSTEMS.find((one) => one === ecosystem)
    if (typeof plain === 'string' && known && asked.has(packageKey(known, plain))) return true
  }
  return false
}

const DATABASES = new Map<string, OsvDatabase>()

/** The one database of a folder: what was read of it serves all accounts and regions. */
export function osvDatabaseAt(folder: string): OsvDatabase {
  const existing = DATABASES.get(folder)
  if (existing) return existing
  const database = new OsvDatabase(folder)
  DATABASES.set(folder, database)
  return database
}
