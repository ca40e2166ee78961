import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { parseYaml } from '#server/scan/source/parse-yaml.ts'
import { Problems, UnreadableError } from '#server/scan/source/problem.ts'
import { decodeText } from '#server/scan/source/read-text.ts'

export type Included =
  | { state: 'read'; value: unknown }
  /** JavaScript and the like: it would have to be run. */
  | { state: 'code' }
  | { state: 'missing'; reason: string }

const MAX_BYTES = 5_000_000
const MAX_FILES = 200

const isWithin = (folder: string, path: string) => {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way))
}

/** The files that serverless.yml includes. None is read that lies outside of its folder and of the one that was started in. */
export class Includes {
  readonly #base: string
  readonly #problems: Problems
  readonly #read = new Map<string, Promise<Included>>()

  constructor(file: string, problems: Problems) {
    this.#base = dirname(resolve(file))
    this.#problems = problems
  }

  read(path: string): Promise<Included> {
    const full = resolve(this.#base, path)
    const kept = this.#read.get(full)
    if (kept) return kept
    const reading =
      this.#read.size >= MAX_FILES
        ? Promise.resolve<Included>({ state: 'missing', reason: `Includes more than ${MAX_FILES} files.` })
        : this.#load(full, path)
    this.#read.set(full, reading)
    return reading
  }

  async #load(full: string, path: string): Promise<Included> {
    if (/\.(c|m)?(j|t)s$/.test(path)) return { state: 'code' }
    const missing = (reason: string): Included => ({ state: 'missing', reason })
    try {
      const real = await realpath(full)
      const folders = await Promise.all([realpath(this.#base), realpath(process.cwd())])
      if (!folders.some((folder) => isWithin(folder, real)))
        return missing(`The file ${path} that it includes lies outside of its folder: not read.`)
      const { size } = await stat(real)
      if (size > MAX_BYTES) return missing(`The file ${path} that it includes is larger than 5 MB: not read.`)
      const own = new Problems(relative(process.cwd(), full) || full)
      const value = parseYaml(decodeText(await readFile(real)), own, own.file)
      for (const problem of own.list) this.#problems.list.push(problem)
      return { state: 'read', value }
    } catch (error) {
      if (error instanceof UnreadableError)
        return missing(`The file ${path} that it includes cannot be read: ${error.message}`)
      const { code } = error as NodeJS.ErrnoException
      return missing(
        code === 'ENOENT'
          ? `There is no file ${path}, which it includes.`
          : `The file ${path} that it includes cannot be read: ${code}.`,
      )
    }
  }
}
