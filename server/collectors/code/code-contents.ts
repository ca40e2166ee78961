import { Inventory } from '#server/domain/packages/inventory.ts'
import { isBundle } from '#server/domain/packages/is-bundle.ts'
import { packageFileAt } from '#server/domain/packages/package-file.ts'
import { GoBuildInfo } from '#server/domain/packages/read-go.ts'
import { gemAt } from '#server/domain/packages/read-ruby.ts'
import type { Dependency } from '#server/domain/records/code-package-record.ts'
import type { SecretMatch } from '#server/domain/records/secret-match.ts'
import { secretsInFile } from '#server/domain/secrets/find-secrets.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'
import { SafeZip, type ZipEntry } from './open-zip.ts'
import { isOwnText } from './own-text.ts'
import { ZIP_LIMITS, ZipBudget, type ZipLimits, ZipRefused } from './zip-limits.ts'

export type CodeContents = {
  dependencies: Dependency[]
  secrets: SecretMatch[]
  /** Why not everything was read, in words; empty where it was. */
  problems: string[]
}

const LIST_BYTES = 32 * 1024 * 1024
const MOST_SECRETS = 200
const PATH_CHARACTERS = 1000
const MOST_PROBLEMS = 5
/** Jars, wheels, and what the Serverless Framework packs Python's packages into. */
const ARCHIVE = /\.(?:jar|war|ear|whl|egg)$|(?:^|\/)\.requirements\.zip$/i
const RECORD = /\.dist-info\/RECORD$/
const ELF = Buffer.from('\x7fELF', 'latin1')
const PROGRAM_FROM_BYTES = 64 * 1024

/**
 * What is inside a zip: its packages, and the secrets in the text files that are not packages' own. A zip that is refused
 * midway keeps what was read of it, and says why it was.
 */
export async function readCodeContents(
  from: string | Buffer,
  fingerprint: Fingerprint,
  limits: ZipLimits = ZIP_LIMITS,
): Promise<CodeContents> {
  const reading = new Reading(fingerprint, limits)
  await reading.readZip(from, '', 1)
  return reading.result()
}

class Reading {
  readonly #inventory = new Inventory()
  readonly #secrets: SecretMatch[] = []
  readonly #problems = new Set<string>()
  readonly #budget: ZipBudget
  readonly #fingerprint: Fingerprint

  constructor(fingerprint: Fingerprint, limits: ZipLimits) {
    this.#fingerprint = fingerprint
    this.#budget = new ZipBudget(limits)
  }

  result(): CodeContents {
    const broken = this.#inventory.unreadable().map((path) => `${shown(path)} cannot be read`)
    const untold = this.#inventory
      .untold()
      .map((path) => `${shown(path)} is a bundle, and nothing says what it was made of`)
    return {
      dependencies: this.#inventory.dependencies(),
      secrets: this.#secrets.slice(0, MOST_SECRETS),
      problems: [...this.#problems, ...broken, ...untold].slice(0, MOST_PROBLEMS),
    }
  }

  async readZip(from: string | Buffer, prefix: string, depth: number): Promise<void> {
    await this.#orSay(prefix, async () => {
      const zip = await SafeZip.open(from, this.#budget)
      try {
        const entries: ZipEntry[] = []
        for await (const entry of zip.entries()) if (isOfInterest(entry, depth)) entries.push(entry)
        const owned = depth === 1 ? await this.#readRecords(zip, entries) : new Set<string>()
        for (const entry of entries) {
          if (this.#budget.isSpent) break
          await this.#orSay(prefix, () => this.#readEntry(zip, entry, prefix, depth, owned))
        }
      } finally {
        zip.close()
      }
    })
  }

  /** Files that Python's installer put there: what they hold is their makers' matter. */
  async #readRecords(zip: SafeZip, entries: ZipEntry[]): Promise<Set<string>> {
    const owned = new Set<string>()
    for (const entry of entries.filter(({ path, size }) => RECORD.test(path) && size < LIST_BYTES)) {
      const root = entry.path.replace(/[^/]+\.dist-info\/RECORD$/, '')
      const lines = (await zip.readAll(entry)).toString('utf8').split('\n')
      for (const line of lines) owned.add(root + (line.split(',')[0] ?? ''))
    }
    return owned
  }

  async #readEntry(
    zip: SafeZip,
    entry: ZipEntry,
    prefix: string,
    depth: number,
    owned: ReadonlySet<string>,
  ): Promise<void> {
    const path = (prefix + entry.path).slice(0, PATH_CHARACTERS)
    this.#inventory.addPath(entry.path)
    const { limits } = this.#budget
    if (ARCHIVE.test(entry.path)) {
      if (depth >= limits.depth) this.#problems.add('archives lie too deep in archives')
      else if (entry.size > limits.archiveBytes) this.#problems.add(`${shown(path)} is too large to be read`)
      else await this.readZip(await zip.readAll(entry), `${path}!/`, depth + 1)
    } else if (isProgram(entry)) await this.#readProgram(zip, entry, path)
    else if (packageFileAt(entry.path) && entry.size > LIST_BYTES)
      this.#problems.add(`${shown(path)} is too large to be read`)
    else if (packageFileAt(entry.path) || isOwnText(entry)) {
      const text = (await zip.readAll(entry)).toString('utf8')
      this.#inventory.add(path, text)
      if (isBundle(entry.path, text)) this.#inventory.addBundle(path)
      if (isOwnText(entry) && !owned.has(entry.path) && this.#secrets.length < MOST_SECRETS)
        this.#secrets.push(...secretsInFile(path, text, this.#fingerprint))
    }
  }

  async #readProgram(zip: SafeZip, entry: ZipEntry, path: string): Promise<void> {
    const info = new GoBuildInfo()
    let isFirst = true
    await zip.read(entry, (chunk) => {
      const isOther = isFirst && !chunk.subarray(0, ELF.length).equals(ELF)
      isFirst = false
      return isOther || info.push(chunk)
    })
    const found = info.packages()
    if (found) this.#inventory.addProgram(path, found)
  }

  async #orSay(prefix: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ZipRefused)) throw error
      this.#problems.add(
        prefix === '' ? shown(error.message) : `${shown(prefix.slice(0, -2))}: ${shown(error.message)}`,
      )
    }
  }
}

function isOfInterest(entry: ZipEntry, depth: number): boolean {
  const { path } = entry
  if (ARCHIVE.test(path)) return true
  if (packageFileAt(path)) return true
  if (depth > 1) return false
  return RECORD.test(path) || gemAt(path).length > 0 || isProgram(entry) || isOwnText(entry)
}

/** Go programs have no extension; what an archive made on Windows says of being executable is nothing. */
function isProgram({ path, size }: ZipEntry): boolean {
  return size >= PROGRAM_FROM_BYTES && !/\.[A-Za-z][A-Za-z0-9]{0,7}$/.test(path)
}

/** A text from the zip that may stand in a sentence. */
const shown = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)
